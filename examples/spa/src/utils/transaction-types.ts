/** The names of the transaction types. */

import type { components } from "@/lib/bank-client/schema";

type TransactionType = components["schemas"]["TransactionTypeEnum"];

export const TRANSACTION_TYPES: Record<TransactionType, string> = {
  deposit: "Deposit",
  withdrawal: "Withdrawal",
  transfer: "Transfer",
  reversal: "Reversal",
  loan_disbursement: "Loan disbursement",
  loan_repayment: "Loan repayment",
  loan_write_off: "Loan write-off",
  loan_recovery: "Loan recovery",
  fee: "Fee",
  interest: "Interest",
  cash_transfer: "Cash transfer",
  cash_difference: "Cash over or short",
  capital: "Capital",
  bank_cash: "Cash at the bank",
};
