/** The chart of a report, with its figures as a table. */

import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { ChartCard } from "@/components/ui/chart-card";
import { BAR_CHART, moneyAxis } from "@/components/ui/chart-style";
import { formatDate, formatDayAndMonth, formatMoney, formatMonth, formatNumber } from "@/utils/format";
import type { Report } from "../api/reports";
import { dailyAmounts, KINDS, membersByMonth, outstandingByAge } from "../utils/chart-data";

interface Props {
  report: Report;
}

const COLORS = { deposit: "green.6", withdrawal: "orange.8", transfer: "blue.6" } as const;

export function ReportChart({ report }: Props) {
  switch (report.report) {
    case "daily-transactions":
      return <DailyChart report={report} />;
    case "loan-portfolio":
      return <PortfolioChart report={report} />;
    case "member-growth":
      return <MembersChart report={report} />;
    default:
      return null;
  }
}

function DailyChart({ report }: Props) {
  const { t } = useTranslation("reports");
  const { bars, isWeekly } = dailyAmounts(report);
  const names = KINDS.map((kind) => t(`kind.${kind}`));
  return (
    <ChartCard
      title={t(isWeekly ? "chart.by_week" : "chart.by_day")}
      columns={[t(isWeekly ? "chart.first_day" : "column.day"), ...names]}
      rows={bars.map((bar) => [formatDate(bar.first), ...KINDS.map((kind) => formatMoney(bar[kind], report.currency))])}
    >
      <BarChart
        {...BAR_CHART}
        data={bars.map((bar) => ({
          first: formatDayAndMonth(bar.first),
          ...Object.fromEntries(KINDS.map((kind) => [kind, Number(bar[kind])])),
        }))}
        dataKey="first"
        series={KINDS.map((kind, place) => ({ name: kind, label: names[place] ?? kind, color: COLORS[kind] }))}
        withLegend
        {...moneyAxis(report.currency, bars[0]?.deposit ?? "0")}
      />
    </ChartCard>
  );
}

function PortfolioChart({ report }: Props) {
  const { t } = useTranslation("reports");
  // The API's other ages are numbers of days.
  const names: Record<string, string> = { current: t("chart.not_late"), "over 90": t("chart.over_90") };
  const ages = outstandingByAge(report).map(({ age, outstanding }) => ({ age: names[age] ?? age, outstanding }));
  return (
    <ChartCard
      title={t("chart.portfolio")}
      columns={[t("column.days_late"), t("column.outstanding_principal")]}
      rows={ages.map(({ age, outstanding }) => [age, formatMoney(outstanding, report.currency)])}
    >
      <BarChart
        {...BAR_CHART}
        data={ages.map(({ age, outstanding }) => ({ age, outstanding: Number(outstanding) }))}
        dataKey="age"
        series={[{ name: "outstanding", label: t("column.outstanding_principal"), color: "green.6" }]}
        {...moneyAxis(report.currency, ages[0]?.outstanding ?? "0")}
      />
    </ChartCard>
  );
}

function MembersChart({ report }: Props) {
  const { t } = useTranslation("reports");
  const months = membersByMonth(report);
  const name = (month: string) => formatMonth(`${month}-01`);
  return (
    <ChartCard
      title={t("chart.members")}
      columns={[t("column.month"), t("column.joined"), t("column.members")]}
      rows={months.map(({ month, joined, members }) => [name(month), formatNumber(joined), formatNumber(members)])}
    >
      <BarChart
        {...BAR_CHART}
        data={months.map(({ month, members }) => ({ month: name(month), members }))}
        dataKey="month"
        series={[{ name: "members", label: t("column.members"), color: "green.6" }]}
        valueFormatter={formatNumber}
        yAxisProps={{ allowDecimals: false, tickFormatter: formatNumber, width: 56 }}
      />
    </ChartCard>
  );
}
