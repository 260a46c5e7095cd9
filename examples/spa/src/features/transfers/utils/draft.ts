/** A transfer as it is typed, and the payment made from it. */

import type { Payment } from "@/lib/bank-client/payments";
import { i18n } from "@/lib/i18n";
import type { Account } from "@/types/api";
import { hasValidCheckDigits, stripSeparators } from "@/utils/account-number";
import { fractionDigits, isMoreThan, type ParsedAmount, parseTypedAmount } from "@/utils/amount";
import { amountErrorMessage } from "@/utils/amount-messages";
import { formatMoney } from "@/utils/format";
import type { TransferLimit } from "./limit";

/** The field names are the API's, so that its error messages can be shown at the fields. */
export interface Draft {
  from_account: string;
  to_account: string;
  amount: string;
  description: string;
}

export const EMPTY_DRAFT: Draft = { from_account: "", to_account: "", amount: "", description: "" };

/** The error message of each field, or null. The API validates again; this saves a request. */
export function draftValidators(accounts: Account[], limit: TransferLimit) {
  return {
    from_account: (value: string) => (value ? null : i18n.t("transfers:missing.from")),
    to_account: (value: string, { from_account }: Draft) => {
      const number = stripSeparators(value);
      if (!number) return i18n.t("transfers:missing.to");
      if (!/^\d+$/.test(number)) return i18n.t("transfers:invalid.digits");
      if (!hasValidCheckDigits(number)) return i18n.t("transfers:invalid.number");
      return number === from_account ? i18n.t("error.same_account") : null;
    },
    amount: (_: string, draft: Draft) => amountError(draft, accounts, limit),
  };
}

function amountError(draft: Draft, accounts: Account[], limit: TransferLimit): string | null {
  const from = findAccount(accounts, draft.from_account);
  const { amount, error } = parseDraftAmount(draft, from);
  if (error) return amountErrorMessage(error, currencyDigits(from));
  if (!from) return null;
  if (isMoreThan(amount, from.available_balance)) {
    return i18n.t("transfers:invalid.funds", { amount: formatMoney(from.available_balance, from.currency) });
  }
  if (limit.amount !== null && isMoreThan(amount, limit.amount)) {
    return limit.refusal(formatMoney(limit.amount, from.currency));
  }
  return null;
}

/** The draft as it is sent: the account number without spaces, the amount with all of its decimals. */
export function normalizeDraft(draft: Draft, accounts: Account[]): Draft {
  return {
    from_account: draft.from_account,
    to_account: stripSeparators(draft.to_account),
    amount: parseDraftAmount(draft, findAccount(accounts, draft.from_account)).amount ?? draft.amount,
    description: draft.description.trim(),
  };
}

export function toPayment(draft: Draft, currency: string): Payment {
  return { to: "/api/transactions/transfer/", body: draft, currency };
}

export function findAccount(accounts: Account[], number: string): Account | undefined {
  return accounts.find((account) => account.number === number);
}

function parseDraftAmount({ amount }: Draft, from: Account | undefined): ParsedAmount {
  return parseTypedAmount(amount, currencyDigits(from), from?.currency);
}

function currencyDigits(from: Account | undefined): number {
  return fractionDigits(from?.available_balance ?? "0.00");
}
