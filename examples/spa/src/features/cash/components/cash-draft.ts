/** A deposit or withdrawal as it is typed, and the payment made from it. */

import type { Payment } from "@/lib/bank-client/payments";
import type { Account } from "@/types/api";
import { fractionDigits, parseAmount } from "@/utils/amount";

export interface CashDraft {
  kind: "deposit" | "withdraw";
  account: Account | null;
  /** As typed. */
  amount: string;
  description: string;
}

/** A complete draft; its amount is in the API's format. */
export interface ValidCashDraft extends CashDraft {
  account: Account;
}

export const EMPTY_DRAFT: CashDraft = { kind: "deposit", account: null, amount: "", description: "" };

export const draftValidators = {
  account: (account: Account | null) => (account ? null : "Please select an account."),
  amount: (typed: string, { account }: CashDraft) =>
    parseDraftAmount(typed, account) ? null : "Please enter an amount such as 250.00.",
};

/** The complete draft, or null if `draftValidators` finds an error. */
export function toValidDraft(draft: CashDraft): ValidCashDraft | null {
  const amount = parseDraftAmount(draft.amount, draft.account);
  return draft.account && amount ? { ...draft, account: draft.account, amount } : null;
}

export function toPayment({ kind, account, amount, description }: ValidCashDraft): Payment {
  const body = { account: account.number, amount, description: description.trim() };
  return kind === "deposit" ? { to: "/api/transactions/deposit/", body } : { to: "/api/transactions/withdraw/", body };
}

function parseDraftAmount(typed: string, account: Account | null): string | null {
  return parseAmount(typed, fractionDigits(account?.balance ?? "0.00"));
}
