/** A chart of a member's total balance over the last days. */

import { AreaChart } from "@mantine/charts";
import { SegmentedControl } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ChartCard } from "@/components/ui/chart-card";
import { QueryResult } from "@/components/ui/query-result";
import type { Account } from "@/types/api";
import { formatDate } from "@/utils/format";
import { dailyBalances, fetchStatement, lastDays } from "../api/daily-balances";
import { AREA_CHART, formatShortDate, moneyAxis } from "./chart-style";

const PERIODS = [30, 90, 365];

interface BalancePlotProps {
  accounts: Account[];
  currency: string;
}

export function BalanceChart({ accounts, currency }: BalancePlotProps) {
  const [days, setDays] = useState(90);
  // Amounts in different currencies cannot be added.
  const included = accounts.filter((account) => account.currency === currency);
  const numbers = included.map(({ number }) => number);
  const query = useQuery({
    queryKey: ["dashboard", "balances", numbers, days],
    queryFn: async () => {
      const shown = lastDays(days);
      const [from = "", to = ""] = [shown.at(0), shown.at(-1)];
      return dailyBalances(await Promise.all(numbers.map((number) => fetchStatement(number, from, to))), shown);
    },
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const money = moneyAxis(currency, included[0]?.balance ?? "0.00");
  return (
    <QueryResult query={query} height={360}>
      {(balances) => (
        <ChartCard
          title="Balance"
          note="Total of all your accounts, without loans"
          controls={
            <SegmentedControl
              size="xs"
              aria-label="Period"
              data={PERIODS.map((period) => ({ value: String(period), label: `${period} days` }))}
              value={String(days)}
              onChange={(value) => setDays(Number(value))}
            />
          }
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
