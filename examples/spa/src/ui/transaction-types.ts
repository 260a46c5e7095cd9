/** The names of the transaction types. */

import type { components } from "../bank/schema";

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
};
