/** A transfer as it is typed, checked and sent. */

import type { Payment } from "../../bank/payments";
import { digitsOf, readAmount } from "../../ui/amount";
import type { Account } from "../accounts/read";

/** The names are the API's: what it says of a field finds its place. */
export interface Draft {
  from_account: string;
  to_account: string;
  amount: string;
  description: string;
}

export const EMPTY: Draft = { from_account: "", to_account: "", amount: "", description: "" };

/** What is wrong with a field, in words, or null. The bank checks again; this saves a way. */
export function checksFor(accounts: Account[]) {
  return {
    from_account: (value: string) => (value ? null : "Please choose an account."),
    to_account: (value: string, { from_account }: Draft) => {
      const number = withoutGaps(value);
      if (!number) return "Please enter the number of the account.";
      if (!/^\d{1,34}$/.test(number)) return "An account number has digits only.";
      return number === from_account ? "This is the account that you pay from." : null;
    },
    amount: (_: string, draft: Draft) => (amountOf(draft, accounts) ? null : "Please enter an amount such as 1250.00."),
  };
}

/** As it will be sent: the number without its gaps, the amount with all of its digits. */
export function settled(draft: Draft, accounts: Account[]): Draft {
  return {
    from_account: draft.from_account,
    to_account: withoutGaps(draft.to_account),
    amount: amountOf(draft, accounts) ?? draft.amount,
    description: draft.description.trim(),
  };
}

export function paymentOf(draft: Draft): Payment {
  return { to: "/api/transactions/transfer/", body: draft };
}

function withoutGaps(number: string): string {
  return number.replace(/[\s-]/g, "");
}

function amountOf({ amount, from_account }: Draft, accounts: Account[]): string | null {
  const from = accounts.find(({ number }) => number === from_account);
  return readAmount(amount, digitsOf(from?.available_balance ?? "0.00"));
}
