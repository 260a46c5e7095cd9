/** Today's work by kind: how many, and how much. */

import type { components } from "../../bank/schema";
import { counted } from "../../ui/count";
import { Figure } from "../../ui/figures";
import { Money } from "../../ui/money";

type Today = components["schemas"]["CashierDashboard"]["today"];

const NAMES: [keyof Today, string][] = [
  ["deposit", "Deposits today"],
  ["withdrawal", "Withdrawals today"],
  ["loan_repayment", "Loan repayments today"],
  ["loan_disbursement", "Loans disbursed today"],
  ["transfer", "Transfers today"],
  ["reversal", "Reversals today"],
];

interface Props {
  today: Today;
  /** Kinds that are said even where there were none. */
  always: (keyof Today)[];
  currency: string;
}

export function CounterWork({ today, always, currency }: Props) {
  return NAMES.map(([kind, name]) => {
    const work = today[kind];
    if (!work.count && !always.includes(kind)) return null;
    return (
      <Figure key={kind} name={name} note={counted(work.count, "transaction")}>
        <Money inherit amount={work.amount} currency={currency} />
      </Figure>
    );
  });
}
