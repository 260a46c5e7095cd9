/** Deposits and withdrawals by week, because many days have too few of them for a chart. */

import { BarChart } from "@mantine/charts";
import { ChartCard } from "@/components/ui/chart-card";
import { addDays, weekday } from "@/lib/bank-client/bank-time";
import type { components } from "@/lib/bank-client/schema";
import { sumAmounts } from "@/utils/amount";
import { formatDate, formatMoney } from "@/utils/format";
import { BAR_CHART, formatShortDate, moneyAxis } from "./chart-style";

type Day = components["schemas"]["DailyCashFlow"];

export function CashFlowChart({ days, currency }: { days: Day[]; currency: string }) {
  const weeks = byWeek(days);
  return (
    <ChartCard
      title="Deposits and withdrawals by week"
      note={`Last ${days.length} days`}
      columns={["Week of", "Deposits", "Withdrawals"]}
      rows={weeks.map(({ from, deposits, withdrawals }) => [
        formatDate(from),
        formatMoney(deposits, currency),
        formatMoney(withdrawals, currency),
      ])}
    >
      <BarChart
        {...BAR_CHART}
        data={weeks.map(({ from, deposits, withdrawals }) => ({
          week: formatShortDate(from),
          Deposits: Number(deposits),
          Withdrawals: Number(withdrawals),
        }))}
        dataKey="week"
        series={[
          { name: "Deposits", color: "green.6" },
          { name: "Withdrawals", color: "orange.8" },
        ]}
        withLegend
        {...moneyAxis(currency, days[0]?.deposits ?? "0.00")}
      />
    </ChartCard>
  );
}

interface Week {
  /** Its Monday, or its first day with data. */
  from: string;
  deposits: string;
  withdrawals: string;
}

function byWeek(days: Day[]): Week[] {
  const mondays = [...new Set(days.map(({ day }) => mondayOf(day)))];
  const weeks = mondays.map((monday) => days.filter(({ day }) => mondayOf(day) === monday));
  return weeks.map((week) => ({
    from: week[0]?.day ?? "",
    deposits: sumAmounts(week.map(({ deposits }) => deposits)),
    withdrawals: sumAmounts(week.map(({ withdrawals }) => withdrawals)),
  }));
}

function mondayOf(day: string): string {
  return addDays(day, 1 - weekday(day));
}
