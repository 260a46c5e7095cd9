/** Deposits and withdrawals by week, because many days have too few of them for a chart. */

import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { ChartCard } from "@/components/ui/chart-card";
import { BAR_CHART, moneyAxis } from "@/components/ui/chart-style";
import { addDays, weekday } from "@/lib/bank-client/bank-time";
import type { components } from "@/lib/bank-client/schema";
import { sumAmounts } from "@/utils/amount";
import { formatDate, formatDayAndMonth, formatMoney } from "@/utils/format";

type Day = components["schemas"]["DailyCashFlow"];

export function CashFlowChart({ days, currency }: { days: Day[]; currency: string }) {
  const { t } = useTranslation("dashboard");
  const weeks = byWeek(days);
  return (
    <ChartCard
      title={t("cash_flow.title")}
      note={t("cash_flow.note", { count: days.length })}
      columns={[t("cash_flow.week"), t("cash_flow.deposits"), t("cash_flow.withdrawals")]}
      rows={weeks.map(({ from, deposits, withdrawals }) => [
        formatDate(from),
        formatMoney(deposits, currency),
        formatMoney(withdrawals, currency),
      ])}
    >
      <BarChart
        {...BAR_CHART}
        data={weeks.map(({ from, deposits, withdrawals }) => ({
          week: formatDayAndMonth(from),
          deposits: Number(deposits),
          withdrawals: Number(withdrawals),
        }))}
        dataKey="week"
        series={[
          { name: "deposits", label: t("cash_flow.deposits"), color: "green.6" },
          { name: "withdrawals", label: t("cash_flow.withdrawals"), color: "orange.8" },
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
