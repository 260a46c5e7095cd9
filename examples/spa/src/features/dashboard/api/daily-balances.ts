/** A member's total balance on each day, computed from the statements of the accounts. */

import { bank } from "@/lib/bank";
import { addDays, bankDay, today } from "@/lib/bank-client/bank-time";
import { unwrap } from "@/lib/bank-client/errors";
import type { components } from "@/lib/bank-client/schema";

type Schemas = components["schemas"];

export interface DayBalance {
  /** `YYYY-MM-DD` */
  day: string;
  /** For drawing only: a sum of floating-point numbers is not exact. */
  balance: number;
}

/** The last `days` days of the bank up to today. */
export function lastDays(days: number): string[] {
  const last = today();
  return Array.from({ length: days }, (_, index) => addDays(last, index + 1 - days));
}

export function fetchStatement(number: string, from: string, to: string): Promise<Schemas["Statement"]> {
  const params = { path: { number }, query: { from, to, format: "json" as const } };
  // This path returns one of three formats; JSON was requested.
  return unwrap(bank.api.GET("/api/accounts/{number}/statement/", { params })) as Promise<Schemas["Statement"]>;
}

export function dailyBalances(statements: Schemas["Statement"][], days: string[]): DayBalance[] {
  const changes = new Map<string, number>();
  for (const entry of statements.flatMap(({ entries }) => entries)) {
    const signed = (entry.direction === "credit" ? 1 : -1) * Number(entry.amount);
    const day = bankDay(entry.booked_at);
    changes.set(day, (changes.get(day) ?? 0) + signed);
  }
  let balance = statements.reduce((sum, { opening_balance }) => sum + Number(opening_balance), 0);
  return days.map((day) => {
    balance += changes.get(day) ?? 0;
    return { day, balance };
  });
}
