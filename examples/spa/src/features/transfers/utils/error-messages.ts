/** Error messages of a transfer. */

import { type BankError, fieldErrors } from "@/lib/bank-client/errors";
import { errorMessage, paymentErrorMessage } from "@/utils/error-messages";

/** The API does not say which of the two accounts it is. */
const MESSAGES = {
  account_frozen: "One of the two accounts is frozen.",
  account_closed: "One of the two accounts is closed.",
};

/** The error messages by field, or null if the error belongs to no field. */
export function inputErrors(error: BankError): Record<string, string> | null {
  // The user's own account was selected from a list, so only the other account can be missing.
  if (error.code === "not_found") return { to_account: "Account not found." };
  if (error.code === "same_account") return { to_account: errorMessage(error) };
  const fields = fieldErrors(error);
  return Object.keys(fields).length ? fields : null;
}

export function transferErrorMessage(error: unknown): string {
  return paymentErrorMessage(error, MESSAGES);
}
