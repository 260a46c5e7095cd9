/** The messages that users see for errors. The API's own sentences are for developers. */

import { BankError, NetworkError } from "@/lib/bank-client/errors";
import { OutcomeUnknown } from "@/lib/bank-client/payments";
import { pluralize } from "./pluralize";

const MESSAGES: Record<string, string> = {
  invalid_credentials: "Incorrect e-mail or password.",
  factor_required: "Your role requires a second factor. Please add another one before you remove this one.",
  factor_setup_required: "The bank requires a second factor for your role. Please set one up first.",
  factor_invalid: "This code is not correct, or it was used already.",
  step_up_required: "This was not confirmed, so nothing was done.",
  browser_in_use: "Someone else is signed in on this browser.",
  session_ended: "You have been signed out. Please sign in again.",
  session_expired: "Your session has expired. Please sign in again.",
  token_reused: "You have been signed out for security reasons. Please sign in again.",
  token_invalid: "You have been signed out for security reasons. Please sign in again.",
  token_expired: "Your session has expired. Please sign in again.",
  token_superseded: "You have been signed out. Please sign in again.",
  browser_mismatch: "You have been signed out because this session belongs to another browser. Please sign in again.",
  not_authenticated: "Please sign in.",
  signed_out_elsewhere: "You signed out in another tab.",
  permission_denied: "You do not have permission to do this.",
  not_found: "Not found.",
  insufficient_funds: "Insufficient funds.",
  till_insufficient: "There is not enough cash in the till.",
  vault_insufficient: "There is not enough cash in the vault.",
  account_closed: "This account is closed.",
  account_frozen: "This account is frozen. No money can be paid out of it.",
  same_account: "Choose two different accounts.",
  currency_mismatch: "The two accounts have different currencies.",
  limit_exceeded: "This exceeds your daily transfer limit. For larger payments, please contact the branch.",
  balance_too_large: "The resulting balance exceeds the maximum.",
  loan_not_approved: "This loan is not approved.",
  first_due_date_passed: "The first due date of this loan has passed. The member must apply again.",
  loan_not_active: "This loan is not active.",
  overpayment: "This is more than what is owed.",
  instalment_too_small: "The term is too long: the instalments would not pay the interest.",
  second_person_required: "You approved this loan. Another person must disburse it.",
  already_reversed: "This transaction has been reversed already.",
  not_reversible: "This cannot be reversed.",
  last_administrator: "The last administrator cannot be changed.",
  already_decided: "This loan has already been decided.",
  server_error: "Something went wrong at the bank. Please try again later.",
  unavailable: "The bank is busy. Please try again in a moment.",
  cross_site_request: "This website is not allowed to contact the bank. Please open the bank's own website.",
};

/** The message for an error; `overrides` are the page's own messages by code. */
export function errorMessage(error: unknown, overrides: Record<string, string> = {}): string {
  if (error instanceof OutcomeUnknown) return "Payment status unknown. Check the status before paying again.";
  if (error instanceof NetworkError) return "The bank cannot be reached. Please check your internet connection.";
  if (!(error instanceof BankError)) return "Something went wrong on this page. Please reload it.";
  if (error.code === "throttled") return `Too many attempts. Please wait ${duration(error.retryAfter)}.`;
  return overrides[error.code] ?? MESSAGES[error.code] ?? error.message;
}

/** The message for a failed payment, which also says that no money was moved. */
export function paymentErrorMessage(error: unknown, overrides: Record<string, string> = {}): string {
  if (!(error instanceof BankError)) return errorMessage(error, overrides);
  if (error.code === "step_up_required") return "This was not confirmed, so no money was moved.";
  return error.status === 422
    ? `${errorMessage(error, overrides)} No money was moved.`
    : errorMessage(error, overrides);
}

/** The message for the code that ended a session. */
export function signOutMessage(code: string): string {
  return MESSAGES[code] ?? "You have been signed out. Please sign in again.";
}

function duration(seconds: number | null): string {
  if (seconds === null) return "a while";
  return seconds < 90 ? pluralize(seconds, "second") : pluralize(Math.ceil(seconds / 60), "minute");
}
