/** The messages that users see for errors. The API's own sentences are for developers. */

import { BankError, NetworkError } from "@/lib/bank-client/errors";
import { OutcomeUnknown } from "@/lib/bank-client/payments";
import { i18n } from "@/lib/i18n";
import type common from "@/locales/en/common";

type KnownCode = keyof (typeof common)["error"];

/** The message for an error; `overrides` are the page's own messages by code. */
export function errorMessage(error: unknown, overrides: Record<string, string> = {}): string {
  if (error instanceof OutcomeUnknown) return i18n.t("failure.status_unknown");
  if (error instanceof NetworkError) return i18n.t("failure.network");
  if (!(error instanceof BankError)) return i18n.t("failure.page");
  if (error.code === "throttled") return throttledMessage(error.retryAfter);
  return overrides[error.code] ?? messageFor(error.code) ?? error.message;
}

/** The message for a failed payment, which also says that no money was moved. */
export function paymentErrorMessage(error: unknown, overrides: Record<string, string> = {}): string {
  if (!(error instanceof BankError)) return errorMessage(error, overrides);
  if (error.code === "step_up_required") return i18n.t("failure.payment_not_confirmed");
  const message = errorMessage(error, overrides);
  return error.status === 422 ? i18n.t("failure.no_money_moved", { error: message }) : message;
}

/** The message for the code that ended a session. */
export function signOutMessage(code: string): string {
  return messageFor(code) ?? i18n.t("error.session_ended");
}

function messageFor(code: string): string | null {
  return i18n.exists(`error.${code}`) ? i18n.t(`error.${code as KnownCode}`) : null;
}

function throttledMessage(seconds: number | null): string {
  if (seconds === null) return i18n.t("failure.throttled");
  return seconds < 90
    ? i18n.t("failure.throttled_seconds", { count: seconds })
    : i18n.t("failure.throttled_minutes", { count: Math.ceil(seconds / 60) });
}
