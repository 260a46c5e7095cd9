/** Shared options of the charts. Numbers are for drawing only; each chart's table has the exact amounts. */

import type { AreaChartProps, BarChartProps } from "@mantine/charts";
import { fractionDigits } from "@/utils/amount";
import { formatMoney, formatRoundedMoney } from "@/utils/format";

const CHART = { h: 260, gridAxis: "x", tickLine: "none" } as const;

// The keyboard and screen readers use the table; the chart is hidden from them.
const CHART_PROPS = { accessibilityLayer: false, margin: { top: 8, right: 12 } };

export const BAR_CHART = {
  ...CHART,
  maxBarWidth: 48,
  barProps: { isAnimationActive: false },
  barChartProps: CHART_PROPS,
} satisfies Partial<BarChartProps>;

export const AREA_CHART = {
  ...CHART,
  curveType: "stepAfter",
  withDots: false,
  fillOpacity: 0.15,
  areaProps: { isAnimationActive: false },
  areaChartProps: CHART_PROPS,
} satisfies Partial<AreaChartProps>;

/** `example` is any amount in the currency. */
export function moneyAxis(currency: string, example: string) {
  const digits = fractionDigits(example);
  return {
    valueFormatter: (value: number) => formatMoney(value.toFixed(digits), currency),
    yAxisProps: { tickFormatter: (value: number) => formatRoundedMoney(value, currency), width: 56 },
  };
}
