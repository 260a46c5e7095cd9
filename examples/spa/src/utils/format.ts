/** Formats amounts, numbers and dates in the language of the page. Nothing here calculates: the API's amounts are exact. */

import { bankDay, bankTimeZone } from "@/lib/bank-client/bank-time";
import { currentLocale, i18n } from "@/lib/i18n";
import { fractionDigits } from "./amount";

export type Sign = "+" | "−";

const LEFT_TO_RIGHT_MARK = "\u200e";

/** `1250.00` and `USD` give `$1,250.00`. The amount stays text, because a number would lose digits. */
export function formatMoney(amount: string, currency: string, sign?: Sign): string {
  return moneyParts(amount, currency, sign).join("");
}

/** The same, cut after the group separators. `sign` is put where the language has it: it is not always the first. */
export function moneyParts(amount: string, currency: string, sign?: Sign): string[] {
  const digits = fractionDigits(amount);
  const format = numberFormat({
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: sign === "+" ? "always" : "auto",
  });
  // `format` takes a decimal string without converting it to a number (ECMA-402, Intl.NumberFormat v3).
  const exact = (sign === "−" ? `-${amount}` : amount) as Intl.StringNumericLiteral;
  const groups = [""];
  for (const { type, value } of format.formatToParts(exact)) {
    groups.push(groups.pop() + (sign && type === "minusSign" ? value.replace("-", "−") : value));
    // Otherwise the sign of `US$` would move to the other side of its letters.
    if (type === "currency" && i18n.dir() === "rtl") groups.push(`${groups.pop()}${LEFT_TO_RIGHT_MARK}`);
    if (type === "group") groups.push("");
  }
  return groups;
}

/** `1250` gives `$1.3K`. For the axes of charts. */
export function formatRoundedMoney(amount: number, currency: string): string {
  return numberFormat({ style: "currency", currency, notation: "compact", maximumFractionDigits: 1 }).format(amount);
}

/** `0.125` gives `12.5%`. */
export function formatPercent(ratio: string): string {
  return numberFormat({ style: "percent", maximumFractionDigits: 2 }).format(ratio as Intl.StringNumericLiteral);
}

/** A rate in percent, as the API gives it: `12.5` gives `12.5%`. No digit is lost. */
export function formatRate(percent: string): string {
  const digits = fractionDigits(percent);
  const options = {
    style: "unit",
    unit: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  } as const;
  return numberFormat(options).format(percent as Intl.StringNumericLiteral);
}

export function formatNumber(value: number): string {
  return numberFormat({}).format(value);
}

/** A day of the bank, from a date (`2026-03-01`) or from a time. */
export function formatDate(dateOrTime: string): string {
  const isDate = /^\d{4}-\d\d-\d\d$/.test(dateOrTime);
  return formatInUtc(isDate ? dateOrTime : bankDay(dateOrTime), { dateStyle: "medium" });
}

/** `2026-03-01` gives `March 2026`. */
export function formatMonth(date: string): string {
  return formatInUtc(date, { month: "long", year: "numeric" });
}

/** `2026-03-01` gives `Mar 1`. */
export function formatDayAndMonth(date: string): string {
  return formatInUtc(date, { month: "short", day: "numeric" });
}

/** A date and time in the bank's time zone, so that the date is the bank's day. */
export function formatDateTime(time: string): string {
  return dateFormat({ dateStyle: "medium", timeStyle: "short", timeZone: bankTimeZone() }).format(new Date(time));
}

/** 75 seconds give `1:15`. */
export function formatCountdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** `a, b, c`, as the language joins facts. */
export function formatList(items: string[]): string {
  return new Intl.ListFormat(currentLocale(), { type: "unit" }).format(items);
}

function formatInUtc(date: string, options: Intl.DateTimeFormatOptions): string {
  // A date without a time is midnight in UTC for `Date`.
  return dateFormat({ ...options, timeZone: "UTC" }).format(new Date(date));
}

/** To create a format takes much longer than to use it. */
const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat>(options: object, create: () => T): T {
  const key = currentLocale() + JSON.stringify(options);
  const format = formats.get(key) ?? create();
  formats.set(key, format);
  return format as T;
}

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return cached({ number: options }, () => new Intl.NumberFormat(currentLocale(), options));
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return cached({ date: options }, () => new Intl.DateTimeFormat(currentLocale(), options));
}
