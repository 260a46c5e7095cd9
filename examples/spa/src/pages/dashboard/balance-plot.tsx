/** How a member's balance went over the last ninety days. */

import { AreaChart } from "@mantine/charts";
import { useQuery } from "@tanstack/react-query";
import type { components } from "../../bank/schema";
import { Answer } from "../../ui/answer";
import { formatDay } from "../../ui/money";
import { Plot } from "../../ui/plot";
import { balancesOf, type DayBalance, fetchStatement, lastDays } from "./balances";
import { AREA, plottedMoney, shortDay } from "./plot-style";

const DAYS = 90;

interface BalancePlotProps {
  accounts: components["schemas"]["Account"][];
  currency: string;
}

export function BalancePlot({ accounts, currency }: BalancePlotProps) {
  // Different currencies do not add up.
  const ours = accounts.filter((account) => account.currency === currency);
  const numbers = ours.map(({ number }) => number);
  const query = useQuery({
    queryKey: ["dashboard", "balances", numbers],
    queryFn: async () => {
      const days = lastDays(DAYS);
      const [from = "", to = ""] = [days.at(0), days.at(-1)];
      return balancesOf(await Promise.all(numbers.map((number) => fetchStatement(number, from, to))), days);
    },
    staleTime: 60_000,
  });
  const money = plottedMoney(currency, ours[0]?.balance ?? "0.00");
  return (
    <Answer query={query} height={360}>
      {(balances) => (
        <Plot
          title={`Last ${DAYS} days`}
          note="All your accounts together"
          columns={["Day", "Balance"]}
          rows={weekly(balances).map(({ day, balance }) => [formatDay(day), money.valueFormatter(balance)])}
        >
          <AreaChart
            {...AREA}
            data={balances}
            dataKey="day"
            series={[{ name: "balance", label: "Balance", color: "green.6" }]}
            xAxisProps={{ tickFormatter: shortDay, minTickGap: 40 }}
            tooltipProps={{ labelFormatter: (day) => (day ? formatDay(String(day)) : "") }}
            valueFormatter={money.valueFormatter}
            yAxisProps={{ ...money.yAxisProps, domain: [0, "auto"] }}
          />
        </Plot>
      )}
    </Answer>
  );
}

/** The newest first, and from there back week by week. */
function weekly(balances: DayBalance[]): DayBalance[] {
  return balances.toReversed().filter((_, back) => back % 7 === 0);
}
