/** A chart of the outstanding principal by days late. */

import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { ChartCard } from "@/components/ui/chart-card";
import { BAR_CHART, moneyAxis } from "@/components/ui/chart-style";
import type { components } from "@/lib/bank-client/schema";
import { i18n } from "@/lib/i18n";
import type dashboard from "@/locales/en/dashboard";
import { formatMoney, formatNumber } from "@/utils/format";

type AgingBucket = components["schemas"]["AgingBucket"];
type Bucket = keyof (typeof dashboard)["portfolio"]["bucket"];

export function PortfolioChart({ buckets, currency }: { buckets: AgingBucket[]; currency: string }) {
  const { t } = useTranslation("dashboard");
  return (
    <ChartCard
      title={t("portfolio.title")}
      note={t("portfolio.note")}
      columns={[t("portfolio.days_late"), t("loans"), t("portfolio.outstanding")]}
      rows={buckets.map((bucket) => [
        bucketLabel(bucket),
        formatNumber(bucket.loans),
        formatMoney(bucket.outstanding_principal, currency),
      ])}
    >
      <BarChart
        {...BAR_CHART}
        data={buckets.map((bucket) => ({
          age: bucketLabel(bucket),
          outstanding: Number(bucket.outstanding_principal),
        }))}
        dataKey="age"
        series={[{ name: "outstanding", label: t("portfolio.outstanding"), color: "green.6" }]}
        {...moneyAxis(currency, buckets[0]?.outstanding_principal ?? "0.00")}
      />
    </ChartCard>
  );
}

function bucketLabel({ days_late }: AgingBucket): string {
  const isKnown = i18n.exists(`dashboard:portfolio.bucket.${days_late}`);
  return isKnown ? i18n.t(`dashboard:portfolio.bucket.${days_late as Bucket}`) : days_late;
}
