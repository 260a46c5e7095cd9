/** The number and sum of today's transactions by type. */

import { Money } from "@/components/ui/money";
import { StatCard } from "@/components/ui/stat-cards";
import type { components } from "@/lib/bank-client/schema";
import { pluralize } from "@/utils/pluralize";

type Today = components["schemas"]["CashierDashboard"]["today"];

const CARDS: [keyof Today, string][] = [
  ["deposit", "Deposits today"],
  ["withdrawal", "Withdrawals today"],
  ["loan_repayment", "Loan repayments today"],
  ["loan_disbursement", "Loans disbursed today"],
  ["transfer", "Transfers today"],
  ["reversal", "Reversals today"],
];

interface Props {
  today: Today;
  /** Types that are shown even without transactions. */
  alwaysShown: (keyof Today)[];
  currency: string;
}

export function ActivityCards({ today, alwaysShown, currency }: Props) {
  return CARDS.map(([kind, name]) => {
    const activity = today[kind];
    if (!activity.count && !alwaysShown.includes(kind)) return null;
    return (
      <StatCard key={kind} name={name} note={pluralize(activity.count, "transaction")}>
        <Money inherit amount={activity.amount} currency={currency} />
      </StatCard>
    );
  });
}
