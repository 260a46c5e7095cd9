/** The number and sum of today's transactions by type. */

import { useTranslation } from "react-i18next";
import { Money } from "@/components/ui/money";
import { StatCard } from "@/components/ui/stat-cards";
import type { components } from "@/lib/bank-client/schema";

type Today = components["schemas"]["CashierDashboard"]["today"];

const CARDS = ["deposit", "withdrawal", "loan_repayment", "loan_disbursement", "transfer", "reversal"] as const;

interface Props {
  today: Today;
  /** Types that are shown even without transactions. */
  alwaysShown: (keyof Today)[];
  currency: string;
}

export function ActivityCards({ today, alwaysShown, currency }: Props) {
  const { t } = useTranslation("dashboard");
  return CARDS.map((kind) => {
    const activity = today[kind];
    if (!activity.count && !alwaysShown.includes(kind)) return null;
    return (
      <StatCard key={kind} name={t(`activity.today.${kind}`)} note={t("activity.count", { count: activity.count })}>
        <Money inherit amount={activity.amount} currency={currency} />
      </StatCard>
    );
  });
}
