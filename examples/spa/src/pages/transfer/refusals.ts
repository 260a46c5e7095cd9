/** Why a transfer was refused, in words for whoever wanted to pay. */

import { type BankError, sentencesOf } from "../../bank/errors";
import { wordFor, wordForPayment } from "../../ui/words";

/** Which of the two it is, the bank does not say. */
const WORDS = {
  account_frozen: "One of the two accounts is frozen, so nothing can be paid from one to the other.",
  account_closed: "One of the two accounts is closed.",
};

/** The sentences by field, where the refusal belongs to something that was typed; else null. */
export function fieldsAtFault(error: BankError): Record<string, string> | null {
  // The account to pay from was chosen from one's own: the other one is the one that is not there.
  if (error.code === "not_found") return { to_account: "There is no account with this number." };
  if (error.code === "same_account") return { to_account: wordFor(error) };
  const fields = sentencesOf(error);
  return Object.keys(fields).length ? fields : null;
}

export function wordForTransfer(error: unknown): string {
  return wordForPayment(error, WORDS);
}
