/** A chart of a cashier's transactions today by type. */

import { BarChart } from "@mantine/charts";
import { ChartCard } from "@/components/ui/chart-card";
import type { components } from "@/lib/bank-client/schema";
import { formatMoney } from "@/utils/format";
import { BAR_CHART, moneyAxis } from "./chart-style";

type Today = components["schemas"]["CashierDashboard"]["today"];

const SERIES: [keyof Today, string][] = [
  ["deposit", "Deposits"],
  ["withdrawal", "Withdrawals"],
  ["loan_repayment", "Repayments"],
  ["loan_disbursement", "Loans"],
];

export function ActivityChart({ today, currency }: { today: Today; currency: string }) {
  return (
    <ChartCard
      title="Your transactions today"
      columns={["Type", "Count", "Amount"]}
      rows={SERIES.map(([kind, name]) => [name, String(today[kind].count), formatMoney(today[kind].amount, currency)])}
    >
      <BarChart
        {...BAR_CHART}
        data={SERIES.map(([kind, name]) => ({ name, Amount: Number(today[kind].amount) }))}
        dataKey="name"
        series={[{ name: "Amount", color: "green.6" }]}
        {...moneyAxis(currency, today.deposit.amount)}
      />
    </ChartCard>
  );
}
