/** The data of the charts, from the rows and totals of a report. Numbers are for drawing only. */

import { addDays, weekday } from "@/lib/bank-client/bank-time";
import { sumAmounts } from "@/utils/amount";
import type { Report } from "../api/reports";

/** The kinds of the chart: the others are rare, and their amounts would hide these. */
export const KINDS = ["deposit", "withdrawal", "transfer"] as const;
/** More days than this are drawn by week. */
const MAX_DAYS = 62;

type Amounts = Record<(typeof KINDS)[number], string>;

export interface DailyAmounts {
  isWeekly: boolean;
  /** `first` is the day, or the first day of the week in the period. */
  bars: ({ first: string } & Amounts)[];
}

/** The reports of which a chart says more than the table. */
export type ChartName = "daily-transactions" | "loan-portfolio" | "member-growth";

const CHARTS: string[] = ["daily-transactions", "loan-portfolio", "member-growth"] satisfies ChartName[];

export function hasChart({ report, rows }: Report): boolean {
  return CHARTS.includes(report) && rows.length > 0;
}

/** The amount of each kind on each day of the period, also on days without one. */
export function dailyAmounts({ from, to, rows }: Report): DailyAmounts {
  const days = daysBetween(from, to);
  const isWeekly = days.length > MAX_DAYS;
  const barOf = isWeekly ? (day: string) => laterOf(from, addDays(day, 1 - weekday(day))) : (day: string) => day;
  const zero = zeroLike(rows);
  const bars = new Map(days.map((day) => [barOf(day), { deposit: zero, withdrawal: zero, transfer: zero }]));
  for (const { day, kind, amount } of rows) {
    const bar = bars.get(barOf(String(day)));
    if (bar && isDrawn(kind)) bar[kind] = sumAmounts([bar[kind], String(amount)]);
  }
  return { isWeekly, bars: [...bars].map(([first, amounts]) => ({ first, ...amounts })) };
}

/** The outstanding principal by age, from the totals. */
export function outstandingByAge({ summary }: Report): { age: string; outstanding: string }[] {
  const outstanding = (summary.outstanding ?? {}) as Record<string, string>;
  return Object.entries(outstanding).map(([age, amount]) => ({ age, outstanding: amount }));
}

/** The members at the end of each month in which somebody joined. */
export function membersByMonth({ rows }: Report): { month: string; joined: number; members: number }[] {
  return rows.map(({ month, joined, members }) => ({
    month: String(month),
    joined: Number(joined),
    members: Number(members),
  }));
}

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Of two dates. */
function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}

function isDrawn(kind: unknown): kind is (typeof KINDS)[number] {
  return (KINDS as readonly unknown[]).includes(kind);
}

/** Zero with the decimals of the report's amounts. */
function zeroLike(rows: Report["rows"]): string {
  const [, decimals = ""] = /(\.\d+)?$/.exec(String(rows[0]?.amount ?? "")) ?? [];
  return `0${decimals.replace(/\d/g, "0")}`;
}
