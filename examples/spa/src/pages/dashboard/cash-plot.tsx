/** Cash in and cash out over the counter, by week: most days have too little to show. */

import { BarChart } from "@mantine/charts";
import type { components } from "../../bank/schema";
import { sumOf } from "../../ui/amount";
import { formatDay, formatMoney } from "../../ui/money";
import { Plot } from "../../ui/plot";
import { BARS, plottedMoney, shortDay } from "./plot-style";

type Day = components["schemas"]["DayOfSeries"];

export function CashPlot({ days, currency }: { days: Day[]; currency: string }) {
  const weeks = byWeek(days);
  return (
    <Plot
      title="Deposits and withdrawals by week"
      note={`The last ${days.length} days`}
      columns={["Week from", "Deposits", "Withdrawals"]}
      rows={weeks.map(({ from, deposits, withdrawals }) => [
        formatDay(from),
        formatMoney(deposits, currency),
        formatMoney(withdrawals, currency),
      ])}
    >
      <BarChart
        {...BARS}
        data={weeks.map(({ from, deposits, withdrawals }) => ({
          week: shortDay(from),
          Deposits: Number(deposits),
          Withdrawals: Number(withdrawals),
        }))}
        dataKey="week"
        series={[
          { name: "Deposits", color: "green.6" },
          { name: "Withdrawals", color: "orange.8" },
        ]}
        withLegend
        {...plottedMoney(currency, days[0]?.deposits ?? "0.00")}
      />
    </Plot>
  );
}

interface Week {
  /** Its Monday, or the first day there is. */
  from: string;
  deposits: string;
  withdrawals: string;
}

function byWeek(days: Day[]): Week[] {
  const mondays = [...new Set(days.map(({ day }) => mondayOf(day)))];
  const weeks = mondays.map((monday) => days.filter(({ day }) => mondayOf(day) === monday));
  return weeks.map((week) => ({
    from: week[0]?.day ?? "",
    deposits: sumOf(week.map(({ deposits }) => deposits)),
    withdrawals: sumOf(week.map(({ withdrawals }) => withdrawals)),
  }));
}

/** The bank's days are UTC. */
function mondayOf(day: string): string {
  const date = new Date(day);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
