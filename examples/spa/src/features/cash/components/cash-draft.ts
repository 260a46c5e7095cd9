/** A deposit or withdrawal as it is typed, and the payment made from it. */

import type { Payment } from "@/lib/bank-client/payments";
import { i18n } from "@/lib/i18n";
import type { Account } from "@/types/api";
import { fractionDigits, isMoreThan, type ParsedAmount, parseTypedAmount } from "@/utils/amount";
import { amountErrorMessage } from "@/utils/amount-messages";
import { formatMoney } from "@/utils/format";

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

/** `limit`: of one payment by this user, or null without a limit. */
export function draftValidators(limit: string | null) {
  return {
    account: (account: Account | null, { kind }: CashDraft) => {
      if (!account) return i18n.t("cash:invalid.account");
      return kind === "withdraw" && account.status === "frozen" ? i18n.t("error.account_frozen") : null;
    },
    amount: (_: string, draft: CashDraft) => amountError(draft, limit),
  };
}

function amountError(draft: CashDraft, limit: string | null): string | null {
  const { account, kind } = draft;
  const { amount, error } = parseDraftAmount(draft);
  if (error) return amountErrorMessage(error, currencyDigits(account));
  if (!account) return null;
  const { available_balance, currency } = account;
  if (kind === "withdraw" && isMoreThan(amount, available_balance)) {
    return i18n.t("cash:invalid.funds", { amount: formatMoney(available_balance, currency) });
  }
  return limit !== null && isMoreThan(amount, limit)
    ? i18n.t("cash:invalid.limit", { amount: formatMoney(limit, currency) })
    : null;
}

/** The complete draft, or null if its amount cannot be read. */
export function toValidDraft(draft: CashDraft): ValidCashDraft | null {
  const { amount } = parseDraftAmount(draft);
  return draft.account && amount ? { ...draft, account: draft.account, amount } : null;
}

export function toPayment({ kind, account, amount, description }: ValidCashDraft): Payment {
  const body = { account: account.number, amount, description: description.trim() };
  const { currency } = account;
  return kind === "deposit"
    ? { to: "/api/transactions/deposit/", body, currency }
    : { to: "/api/transactions/withdraw/", body, currency };
}

function parseDraftAmount({ amount, account }: CashDraft): ParsedAmount {
  return parseTypedAmount(amount, currencyDigits(account), account?.currency);
}

function currencyDigits(account: Account | null): number {
  return fractionDigits(account?.balance ?? "0.00");
}
