/** What the person at the screen is told for each refusal, where the API's own sentence is for developers. */

import { BankError, NoAnswer } from "../bank/errors";
import { OutcomeUnknown } from "../bank/payments";
import { counted } from "./count";

const WORDS: Record<string, string> = {
  invalid_credentials: "This e-mail and password do not belong together.",
  browser_in_use: "Someone else is signed in on this browser.",
  session_ended: "You were signed out. Please sign in again.",
  session_expired: "You were signed out after a time without activity. Please sign in again.",
  token_reused: "For your safety you were signed out. Please sign in again.",
  token_invalid: "For your safety you were signed out. Please sign in again.",
  token_expired: "You were signed out after a time without activity. Please sign in again.",
  token_superseded: "You were signed out. Please sign in again.",
  browser_mismatch: "You were signed out, for this sign-in belongs to another browser. Please sign in again.",
  not_authenticated: "Please sign in.",
  signed_out_elsewhere: "You signed out in another tab.",
  permission_denied: "You may not do this.",
  not_found: "There is no such thing here.",
  insufficient_funds: "There is not enough money on this account.",
  account_closed: "This account is closed.",
  account_frozen: "This account is frozen: nothing may be paid out of it.",
  same_account: "This is the account that you pay from.",
  currency_mismatch: "The two accounts are kept in different currencies.",
  limit_exceeded: "This is more than you may transfer in one day. The counter can help you with larger payments.",
  balance_too_large: "This account cannot hold so much.",
  loan_not_approved: "This loan is not approved, or not any more.",
  already_decided: "Somebody has decided this already.",
  server_error: "Something went wrong at the bank. It has been noted; please try again later.",
  unavailable: "The bank is busy. Please try again in a moment.",
  cross_site_request: "This page may not speak to the bank. Please open the bank's own page.",
};

/** One plain sentence for whatever went wrong; `own` are words of the page's, by code, that say it better there. */
export function wordFor(error: unknown, own: Record<string, string> = {}): string {
  if (error instanceof OutcomeUnknown)
    return "We do not know yet whether this payment was made. Ask again before you pay anew.";
  if (error instanceof NoAnswer) return "The bank cannot be reached. Please check your connection.";
  if (!(error instanceof BankError)) return "Something went wrong on this page. Please load it again.";
  if (error.code === "throttled") return `Too many tries. Please wait ${wait(error.retryAfter)}.`;
  return own[error.code] ?? WORDS[error.code] ?? error.message;
}

/** For a payment, with the word that one wants to hear first. */
export function wordForPayment(error: unknown, own: Record<string, string> = {}): string {
  const isRefused = error instanceof BankError && error.status === 422;
  return isRefused ? `${wordFor(error, own)} No money has moved.` : wordFor(error, own);
}

/** The sentence for why somebody finds themselves signed out. */
export function wordForCode(code: string): string {
  return WORDS[code] ?? "You were signed out. Please sign in again.";
}

function wait(seconds: number | null): string {
  if (seconds === null) return "a while";
  return seconds < 90 ? counted(seconds, "second") : counted(Math.ceil(seconds / 60), "minute");
}
