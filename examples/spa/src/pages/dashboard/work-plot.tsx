/** A cashier's day in bars: what came in and went out at the counter. */

import { BarChart } from "@mantine/charts";
import type { components } from "../../bank/schema";
import { formatMoney } from "../../ui/money";
import { Plot } from "../../ui/plot";
import { BARS, plottedMoney } from "./plot-style";

type Today = components["schemas"]["CashierDashboard"]["today"];

const BARS_OF: [keyof Today, string][] = [
  ["deposit", "Deposits"],
  ["withdrawal", "Withdrawals"],
  ["loan_repayment", "Repayments"],
  ["loan_disbursement", "Loans"],
];

export function WorkPlot({ today, currency }: { today: Today; currency: string }) {
  return (
    <Plot
      title="Today at your counter"
      columns={["What", "How many", "Amount"]}
      rows={BARS_OF.map(([kind, name]) => [name, String(today[kind].count), formatMoney(today[kind].amount, currency)])}
    >
      <BarChart
        {...BARS}
        data={BARS_OF.map(([kind, name]) => ({ name, Amount: Number(today[kind].amount) }))}
        dataKey="name"
        series={[{ name: "Amount", color: "green.6" }]}
        {...plottedMoney(currency, today.deposit.amount)}
      />
    </Plot>
  );
}
