/** A chart of a member's total balance over the last ninety days. */

import { AreaChart } from "@mantine/charts";
import { useQuery } from "@tanstack/react-query";
import { ChartCard } from "@/components/ui/chart-card";
import { QueryResult } from "@/components/ui/query-result";
import type { components } from "@/lib/bank-client/schema";
import { formatDate } from "@/utils/format";
import { dailyBalances, fetchStatement, lastDays } from "../api/daily-balances";
import { AREA_CHART, formatShortDate, moneyAxis } from "./chart-style";

const DAYS = 90;

interface BalancePlotProps {
  accounts: components["schemas"]["Account"][];
  currency: string;
}

export function BalanceChart({ accounts, currency }: BalancePlotProps) {
  // Amounts in different currencies cannot be added.
  const included = accounts.filter((account) => account.currency === currency);
  const numbers = included.map(({ number }) => number);
  const query = useQuery({
    queryKey: ["dashboard", "balances", numbers],
    queryFn: async () => {
      const days = lastDays(DAYS);
      const [from = "", to = ""] = [days.at(0), days.at(-1)];
      return dailyBalances(await Promise.all(numbers.map((number) => fetchStatement(number, from, to))), days);
    },
    staleTime: 60_000,
  });
  const money = moneyAxis(currency, included[0]?.balance ?? "0.00");
  return (
    <QueryResult query={query} height={360}>
      {(balances) => (
        <ChartCard
          title={`Last ${DAYS} days`}
          note="Total of all your accounts"
          columns={["Day", "Balance"]}
          rows={balances.toReversed().map(({ day, balance }) => [formatDate(day), money.valueFormatter(balance)])}
        >
          <AreaChart
            {...AREA_CHART}
            data={balances}
            dataKey="day"
            series={[{ name: "balance", label: "Balance", color: "green.6" }]}
            xAxisProps={{ tickFormatter: formatShortDate, minTickGap: 40 }}
            tooltipProps={{ labelFormatter: (day) => (day ? formatDate(String(day)) : "") }}
            valueFormatter={money.valueFormatter}
            yAxisProps={{ ...money.yAxisProps, domain: [0, "auto"] }}
          />
        </ChartCard>
      )}
    </QueryResult>
  );
}
