/** A chart of a cashier's transactions today by type. */

import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { ChartCard } from "@/components/ui/chart-card";
import { BAR_CHART, moneyAxis } from "@/components/ui/chart-style";
import type { components } from "@/lib/bank-client/schema";
import { formatMoney, formatNumber } from "@/utils/format";

type Today = components["schemas"]["CashierDashboard"]["today"];

const BARS = ["deposit", "withdrawal", "loan_repayment", "loan_disbursement"] as const;

export function ActivityChart({ today, currency }: { today: Today; currency: string }) {
  const { t } = useTranslation("dashboard");
  const bars = BARS.map((kind) => ({ name: t(`activity.short.${kind}`), ...today[kind] }));
  return (
    <ChartCard
      title={t("activity.title")}
      columns={[t("activity.column.type"), t("activity.column.count"), t("activity.column.amount")]}
      rows={bars.map(({ name, count, amount }) => [name, formatNumber(count), formatMoney(amount, currency)])}
    >
      <BarChart
        {...BAR_CHART}
        data={bars.map(({ name, amount }) => ({ name, amount: Number(amount) }))}
        dataKey="name"
        series={[{ name: "amount", label: t("activity.column.amount"), color: "green.6" }]}
        {...moneyAxis(currency, today.deposit.amount)}
      />
    </ChartCard>
  );
}
