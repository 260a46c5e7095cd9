/** Formats amounts and dates. Nothing here calculates: the API's amounts are exact. */

import { bankDay, bankTimeZone } from "@/lib/bank-client/bank-time";
import { fractionDigits } from "./amount";

/** `1250.00` and `USD` give `$1,250.00`. The amount stays text, because a number would lose digits. */
export function formatMoney(amount: string, currency: string): string {
  const digits = fractionDigits(amount);
  const format = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // `format` takes a decimal string without converting it to a number (ECMA-402, Intl.NumberFormat v3).
  return format.format(amount as Intl.StringNumericLiteral);
}

// A date without a time is midnight in UTC for `Date`.
const dateFormat = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });

/** A day of the bank, from a date (`2026-03-01`) or from a time. */
export function formatDate(dateOrTime: string): string {
  const isDate = /^\d{4}-\d\d-\d\d$/.test(dateOrTime);
  return dateFormat.format(new Date(isDate ? dateOrTime : bankDay(dateOrTime)));
}

const monthFormat = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });

/** `2026-03-01` gives `March 2026`. */
export function formatMonth(date: string): string {
  return monthFormat.format(new Date(date));
}

/** A date and time in the bank's time zone, so that the date is the bank's day. */
export function formatDateTime(time: string): string {
  const options = { dateStyle: "medium", timeStyle: "short", timeZone: bankTimeZone() } as const;
  return new Intl.DateTimeFormat("en", options).format(new Date(time));
}

/** 75 seconds give `1:15`. */
export function formatCountdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
