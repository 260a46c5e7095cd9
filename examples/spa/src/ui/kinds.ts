/** What the kinds of transactions are called. */

import type { components } from "../bank/schema";

type Kind = components["schemas"]["KindEnum"];

export const KINDS: Record<Kind, string> = {
  deposit: "Deposit",
  withdrawal: "Withdrawal",
  transfer: "Transfer",
  reversal: "Reversal",
  loan_disbursement: "Loan paid out",
  loan_repayment: "Loan repayment",
  loan_write_off: "Loan written off",
  fee: "Fee",
  interest: "Interest",
};
