/** What a member had on each day, out of the statements of their accounts. */

import { answered } from "../../bank/errors";
import type { components } from "../../bank/schema";
import { bank } from "../../settings";

type Schemas = components["schemas"];

export interface DayBalance {
  /** `YYYY-MM-DD` */
  day: string;
  /** For the eye only: a sum of doubles is good enough for a line of pixels, and for nothing else. */
  balance: number;
}

const DAY_MS = 24 * 3600 * 1000;

/** The last `days` days up to today, whole days in UTC, as the bank counts them. */
export function lastDays(days: number): string[] {
  const today = Date.now();
  return Array.from({ length: days }, (_, back) =>
    new Date(today - (days - 1 - back) * DAY_MS).toISOString().slice(0, 10),
  );
}

export function fetchStatement(number: string, from: string, to: string): Promise<Schemas["Statement"]> {
  const params = { path: { number }, query: { from, to, format: "json" as const } };
  // The one path that answers in three formats; json was asked for.
  return answered(bank.api.GET("/api/accounts/{number}/statement/", { params })) as Promise<Schemas["Statement"]>;
}

export function balancesOf(statements: Schemas["Statement"][], days: string[]): DayBalance[] {
  const moved = new Map<string, number>();
  for (const entry of statements.flatMap(({ entries }) => entries)) {
    const signed = (entry.direction === "credit" ? 1 : -1) * Number(entry.amount);
    const day = entry.booked_at.slice(0, 10);
    moved.set(day, (moved.get(day) ?? 0) + signed);
  }
  let balance = statements.reduce((sum, { opening_balance }) => sum + Number(opening_balance), 0);
  return days.map((day) => {
    balance += moved.get(day) ?? 0;
    return { day, balance };
  });
}
