/** A chart of a member's total balance over the last days. */

import { AreaChart } from "@mantine/charts";
import { SegmentedControl } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ChartCard } from "@/components/ui/chart-card";
import { AREA_CHART, moneyAxis } from "@/components/ui/chart-style";
import { QueryResult } from "@/components/ui/query-result";
import type { Account } from "@/types/api";
import { formatDate, formatDayAndMonth } from "@/utils/format";
import { dailyBalances, fetchStatement, lastDays } from "../api/daily-balances";

const PERIODS = [30, 90, 365];

interface BalancePlotProps {
  accounts: Account[];
  currency: string;
}

export function BalanceChart({ accounts, currency }: BalancePlotProps) {
  const { t } = useTranslation("dashboard");
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
          title={t("balance.title")}
          note={t("balance.note")}
          controls={
            <SegmentedControl
              size="xs"
              aria-label={t("balance.period")}
              data={PERIODS.map((period) => ({ value: String(period), label: t("balance.days", { count: period }) }))}
              value={String(days)}
              onChange={(value) => setDays(Number(value))}
            />
          }
          columns={[t("balance.day"), t("balance.title")]}
          rows={balances.toReversed().map(({ day, balance }) => [formatDate(day), money.valueFormatter(balance)])}
        >
          <AreaChart
            {...AREA_CHART}
            data={balances}
            dataKey="day"
            series={[{ name: "balance", label: t("balance.title"), color: "green.6" }]}
            xAxisProps={{ tickFormatter: formatDayAndMonth, minTickGap: 40 }}
            tooltipProps={{ labelFormatter: (day) => (day ? formatDate(String(day)) : "") }}
            valueFormatter={money.valueFormatter}
            yAxisProps={{ ...money.yAxisProps, domain: [0, "auto"] }}
          />
        </ChartCard>
      )}
    </QueryResult>
  );
}
