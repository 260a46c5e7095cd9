/** A transfer as it is typed, and the payment made from it. */

import type { Payment } from "@/lib/bank-client/payments";
import type { Account } from "@/types/api";
import { fractionDigits, parseAmount } from "@/utils/amount";

/** The field names are the API's, so that its error messages can be shown at the fields. */
export interface Draft {
  from_account: string;
  to_account: string;
  amount: string;
  description: string;
}

export const EMPTY_DRAFT: Draft = { from_account: "", to_account: "", amount: "", description: "" };

/** The error message of each field, or null. The API validates again; this saves a request. */
export function draftValidators(accounts: Account[]) {
  return {
    from_account: (value: string) => (value ? null : "Please select an account."),
    to_account: (value: string, { from_account }: Draft) => {
      const number = stripSeparators(value);
      if (!number) return "Please enter an account number.";
      if (!/^\d{1,34}$/.test(number)) return "An account number consists of digits.";
      return number === from_account ? "Choose two different accounts." : null;
    },
    amount: (_: string, draft: Draft) =>
      parseDraftAmount(draft, accounts) ? null : "Please enter an amount such as 1250.00.",
  };
}

/** The draft as it is sent: the account number without spaces, the amount with all of its decimals. */
export function normalizeDraft(draft: Draft, accounts: Account[]): Draft {
  return {
    from_account: draft.from_account,
    to_account: stripSeparators(draft.to_account),
    amount: parseDraftAmount(draft, accounts) ?? draft.amount,
    description: draft.description.trim(),
  };
}

export function toPayment(draft: Draft): Payment {
  return { to: "/api/transactions/transfer/", body: draft };
}

function stripSeparators(number: string): string {
  return number.replace(/[\s-]/g, "");
}

function parseDraftAmount({ amount, from_account }: Draft, accounts: Account[]): string | null {
  const from = accounts.find(({ number }) => number === from_account);
  return parseAmount(amount, fractionDigits(from?.available_balance ?? "0.00"));
}
