/** Error messages of a transfer. */

import { type BankError, fieldErrors } from "@/lib/bank-client/errors";
import { i18n } from "@/lib/i18n";
import { errorMessage, paymentErrorMessage } from "@/utils/error-messages";

/** The error messages by field, or null if the error belongs to no field. */
export function inputErrors(error: BankError): Record<string, string> | null {
  // The user's own account was selected from a list, so only the other account can be missing.
  if (error.code === "not_found") return { to_account: i18n.t("transfers:account_not_found") };
  if (error.code === "same_account") return { to_account: errorMessage(error) };
  const fields = fieldErrors(error);
  return Object.keys(fields).length ? fields : null;
}

/** The API does not say which of the two accounts is frozen or closed. */
export function transferErrorMessage(error: unknown): string {
  return paymentErrorMessage(error, {
    account_frozen: i18n.t("transfers:error.account_frozen"),
    account_closed: i18n.t("transfers:error.account_closed"),
  });
}
