/** A chart of the outstanding principal by days late. */

import { BarChart } from "@mantine/charts";
import { ChartCard } from "@/components/ui/chart-card";
import type { components } from "@/lib/bank-client/schema";
import { formatMoney } from "@/utils/format";
import { BAR_CHART, moneyAxis } from "./chart-style";

type AgingBucket = components["schemas"]["AgingBucket"];

export function PortfolioChart({ buckets, currency }: { buckets: AgingBucket[]; currency: string }) {
  return (
    <ChartCard
      title="Loans outstanding by days late"
      note="Outstanding principal today"
      columns={["Days late", "Loans", "Outstanding principal"]}
      rows={buckets.map((bucket) => [
        bucketLabel(bucket),
        String(bucket.loans),
        formatMoney(bucket.outstanding_principal, currency),
      ])}
    >
      <BarChart
        {...BAR_CHART}
        data={buckets.map((bucket) => ({
          age: bucketLabel(bucket),
          Outstanding: Number(bucket.outstanding_principal),
        }))}
        dataKey="age"
        series={[{ name: "Outstanding", color: "green.6" }]}
        {...moneyAxis(currency, buckets[0]?.outstanding_principal ?? "0.00")}
      />
    </ChartCard>
  );
}

function bucketLabel({ days_late }: AgingBucket): string {
  return days_late === "current" ? "Not late" : days_late;
}
