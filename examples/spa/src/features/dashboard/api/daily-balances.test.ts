import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { setTimeZone } from "@/lib/bank-client/bank-time";
import type { components } from "@/lib/bank-client/schema";
import { formatDate, formatDateTime } from "@/utils/format";
import { dailyBalances, lastDays } from "./daily-balances";

type Statement = components["schemas"]["Statement"];

/** A statement with deposits of 1.00 at these times. */
function statementOf(...times: string[]): Statement {
  const entries = times.map((booked_at) => ({ booked_at, direction: "credit", amount: "1.00" }));
  return { opening_balance: "5.00", entries } as Statement;
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-01T21:30:00Z"), toFake: ["Date"] });
  process.env.TZ = "America/New_York"; // the user's device
});

afterEach(() => {
  vi.useRealTimers();
  delete process.env.TZ;
  setTimeZone("UTC");
});

it("ends the chart on the bank's day", () => {
  expect(lastDays(2)).toEqual(["2026-02-28", "2026-03-01"]);
  setTimeZone("Africa/Nairobi");
  expect(lastDays(3)).toEqual(["2026-02-28", "2026-03-01", "2026-03-02"]);
});

it("adds an entry on the bank's day", () => {
  setTimeZone("Africa/Nairobi");
  const statement = statementOf("2026-02-28T21:00:00.000000Z", "2026-03-01T20:59:59.999999Z");
  expect(dailyBalances([statement], ["2026-02-28", "2026-03-01"])).toEqual([
    { day: "2026-02-28", balance: 5 },
    { day: "2026-03-01", balance: 7 },
  ]);
});

it("shows dates as they are and times on the bank's clock", () => {
  setTimeZone("Africa/Nairobi");
  expect(formatDate("2026-03-01")).toBe("Mar 1, 2026");
  expect(formatDate("2026-02-28T21:00:00.000000Z")).toBe("Mar 1, 2026");
  expect(formatDateTime("2026-02-28T21:00:00.000000Z").replace(/\s/gu, " ")).toBe("Mar 1, 2026, 12:00 AM");
});
