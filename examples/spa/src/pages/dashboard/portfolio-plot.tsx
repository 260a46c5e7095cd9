/** What is outstanding, by how late its loans are. */

import { BarChart } from "@mantine/charts";
import type { components } from "../../bank/schema";
import { formatMoney } from "../../ui/money";
import { Plot } from "../../ui/plot";
import { BARS, plottedMoney } from "./plot-style";

type Age = components["schemas"]["_Age"];

export function PortfolioPlot({ ages, currency }: { ages: Age[]; currency: string }) {
  return (
    <Plot
      title="Loans outstanding by days late"
      note="Principal, as of today"
      columns={["Days late", "Loans", "Outstanding principal"]}
      rows={ages.map((age) => [nameOf(age), String(age.loans), formatMoney(age.outstanding_principal, currency)])}
    >
      <BarChart
        {...BARS}
        data={ages.map((age) => ({ age: nameOf(age), Outstanding: Number(age.outstanding_principal) }))}
        dataKey="age"
        series={[{ name: "Outstanding", color: "green.6" }]}
        {...plottedMoney(currency, ages[0]?.outstanding_principal ?? "0.00")}
      />
    </Plot>
  );
}

function nameOf({ days_late }: Age): string {
  return days_late === "current" ? "Not late" : days_late;
}
