/** What is written down for cash over the counter, and the payment that it makes. */

import type { Payment } from "../../bank/payments";
import { digitsOf, readAmount } from "../../ui/amount";
import type { Account } from "../accounts/read";

export interface Cash {
  kind: "deposit" | "withdraw";
  account: Account | null;
  /** As it was typed. */
  amount: string;
  description: string;
}

/** Complete: the amount as the bank writes it. */
export interface FilledCash extends Cash {
  account: Account;
}

export const NO_CASH: Cash = { kind: "deposit", account: null, amount: "", description: "" };

export const CHECKS = {
  account: (account: Account | null) => (account ? null : "Please choose the member's account."),
  amount: (typed: string, { account }: Cash) =>
    amountOf(typed, account) ? null : "Please enter an amount such as 250.00.",
};

/** Null where something is missing, which `CHECKS` says. */
export function filled(cash: Cash): FilledCash | null {
  const amount = amountOf(cash.amount, cash.account);
  return cash.account && amount ? { ...cash, account: cash.account, amount } : null;
}

export function paymentOf({ kind, account, amount, description }: FilledCash): Payment {
  const body = { account: account.number, amount, description: description.trim() };
  return kind === "deposit" ? { to: "/api/transactions/deposit/", body } : { to: "/api/transactions/withdraw/", body };
}

function amountOf(typed: string, account: Account | null): string | null {
  return readAmount(typed, digitsOf(account?.balance ?? "0.00"));
}
