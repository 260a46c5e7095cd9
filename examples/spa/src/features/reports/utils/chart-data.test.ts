/** The data of the charts of reports. */

import { expect, test } from "vitest";
import type { Report } from "../api/reports";
import { dailyAmounts, hasChart, membersByMonth, outstandingByAge } from "./chart-data";

const REPORT: Report = {
  report: "daily-transactions",
  title: "Daily transactions",
  from: "2026-11-24",
  to: "2026-11-26",
  currency: "USD",
  columns: [],
  rows: [
    { day: "2026-11-24", kind: "deposit", count: 2, amount: "10.50", reverses: null },
    { day: "2026-11-24", kind: "fee", count: 2, amount: "99.00", reverses: null },
    { day: "2026-11-26", kind: "transfer", count: 1, amount: "0.01", reverses: null },
  ],
  summary: {},
};

test("each day of the period has the amounts of its kinds, also one without transactions", () => {
  expect(dailyAmounts(REPORT)).toEqual({
    isWeekly: false,
    bars: [
      { first: "2026-11-24", deposit: "10.50", withdrawal: "0.00", transfer: "0.00" },
      { first: "2026-11-25", deposit: "0.00", withdrawal: "0.00", transfer: "0.00" },
      { first: "2026-11-26", deposit: "0.00", withdrawal: "0.00", transfer: "0.01" },
    ],
  });
});

test("a long period is drawn by week, and the sums are exact", () => {
  const rows = ["2026-09-01", "2026-09-06", "2026-09-07"].map((day) => ({
    day,
    kind: "deposit",
    count: 1,
    amount: "9007199254740993.01",
  }));
  const { isWeekly, bars } = dailyAmounts({ ...REPORT, from: "2026-09-01", to: "2026-11-26", rows });
  expect(isWeekly).toBe(true);
  expect(bars.length).toBe(13);
  // The period begins on a Tuesday.
  expect(bars.slice(0, 2)).toMatchObject([
    { first: "2026-09-01", deposit: "18014398509481986.02" },
    { first: "2026-09-07", deposit: "9007199254740993.01" },
  ]);
});

test("amounts of a currency without decimals have none", () => {
  const rows = [{ day: "2026-11-24", kind: "deposit", count: 1, amount: "500" }];
  expect(dailyAmounts({ ...REPORT, rows }).bars[0]).toMatchObject({ deposit: "500", withdrawal: "0" });
});

test("the portfolio and the members come from totals and rows", () => {
  const summary = { loans: 2, outstanding: { current: "5.00", "1-30": "1.00" } };
  expect(outstandingByAge({ ...REPORT, summary })).toEqual([
    { age: "current", outstanding: "5.00" },
    { age: "1-30", outstanding: "1.00" },
  ]);
  const rows = [{ month: "2026-11", joined: 2, members: 7 }];
  expect(membersByMonth({ ...REPORT, rows })).toEqual([{ month: "2026-11", joined: 2, members: 7 }]);
});

test("only a report with rows and with a chart has one", () => {
  expect(hasChart(REPORT)).toBe(true);
  expect(hasChart({ ...REPORT, rows: [] })).toBe(false);
  expect(hasChart({ ...REPORT, report: "trial-balance" })).toBe(false);
});
