/** The texts of second factors, and the validation of typed codes. */

import { BankError, fieldErrors } from "@/lib/bank-client/errors";
import { PasskeyCancelled } from "@/lib/bank-client/passkeys";
import { i18n } from "@/lib/i18n";
import { errorMessage } from "./error-messages";

export type FactorMethod = "passkey" | "totp" | "recovery_code" | "password";

/** The attributes of the fields in which a factor is typed. A passkey has none. */
const FIELDS = {
  totp: { autoComplete: "one-time-code", inputMode: "numeric", maxLength: 12 },
  recovery_code: { autoComplete: "off", maxLength: 40 },
  password: { autoComplete: "current-password" },
} as const;

interface MethodTexts {
  /** Of the button that switches to this method. */
  alternative: string;
  hint: string;
  field: { label: string; autoComplete: string; inputMode?: "numeric"; maxLength?: number } | null;
  /** Of a factor that the API refuses. */
  refused: string;
}

export function methodTexts(method: FactorMethod): MethodTexts {
  return {
    alternative: i18n.t(`factor.${method}.alternative`),
    hint: i18n.t(`factor.${method}.hint`),
    refused: i18n.t(`factor.${method}.refused`),
    field: method === "passkey" ? null : { label: i18n.t(`factor.${method}.label`), ...FIELDS[method] },
  };
}

/** The error of a typed code, or null. */
export function codeError(method: FactorMethod, text: string): string | null {
  if (method === "totp" && !/^\d{6}$/.test(text.replaceAll(/\s/g, ""))) return i18n.t("factor.missing_totp");
  if (method === "recovery_code" && !text.trim()) return i18n.t("factor.missing_recovery_code");
  return method === "password" && !text ? i18n.t("missing.password") : null;
}

/** The message for a factor that was refused or not given. */
export function factorErrorMessage(method: FactorMethod, error: unknown): string {
  if (error instanceof PasskeyCancelled) return i18n.t("factor.passkey_cancelled");
  if (error instanceof BankError && fieldErrors(error).password) return i18n.t("factor.password.refused");
  return errorMessage(error, { factor_invalid: i18n.t(`factor.${method}.refused`) });
}
