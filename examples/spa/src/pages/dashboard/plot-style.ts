/** How the bank's plots look. Numbers here are for drawing only; the table beside each plot has them exactly. */

import type { AreaChartProps, BarChartProps } from "@mantine/charts";
import { digitsOf } from "../../ui/amount";
import { formatMoney } from "../../ui/money";

const PLOT = { h: 260, gridAxis: "x", tickLine: "none" } as const;

// The table is for the keyboard and for screen readers; the plot itself is hidden from them.
const DRAWING = { accessibilityLayer: false, margin: { top: 8 } };

export const BARS = {
  ...PLOT,
  maxBarWidth: 48,
  barProps: { isAnimationActive: false },
  barChartProps: DRAWING,
} satisfies Partial<BarChartProps>;

export const AREA = {
  ...PLOT,
  curveType: "stepAfter",
  withDots: false,
  fillOpacity: 0.15,
  areaProps: { isAnimationActive: false },
  areaChartProps: DRAWING,
} satisfies Partial<AreaChartProps>;

/** `like` is any amount of the currency. */
export function plottedMoney(currency: string, like: string) {
  const digits = digitsOf(like);
  const short = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
    notation: "compact",
    maximumFractionDigits: 1,
  });
  return {
    valueFormatter: (value: number) => formatMoney(value.toFixed(digits), currency),
    yAxisProps: { tickFormatter: (value: number) => short.format(value), width: 56 },
  };
}

const day = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", timeZone: "UTC" });

export function shortDay(date: string): string {
  return day.format(new Date(date));
}
