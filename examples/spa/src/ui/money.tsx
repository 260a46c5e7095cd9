/** Amounts and times as people read them. The API's strings are exact; nothing here calculates. */

import { Text, type TextProps } from "@mantine/core";
import { digitsOf } from "./amount";

/** `1250.00` and `USD` as `$1,250.00`. Grouped as text: a number would lose digits. */
export function formatMoney(amount: string, currency: string): string {
  const digits = digitsOf(amount);
  const format = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // A decimal string is formatted without passing through a double (ECMA-402, Intl.NumberFormat v3).
  return format.format(amount as Intl.StringNumericLiteral);
}

interface MoneyProps extends TextProps {
  amount: string;
  currency: string;
  /** Stands before it, where it is said whether it came or went. */
  sign?: string;
}

export function Money({ amount, currency, sign, ...props }: MoneyProps) {
  return (
    <Text component="span" ff="inherit" style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }} {...props}>
      {sign}
      {formatMoney(amount, currency)}
    </Text>
  );
}

const day = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** A date of the bank's, whose days are UTC. */
export function formatDay(date: string): string {
  return day.format(new Date(date));
}

/** A moment, in the reader's own time. */
export function formatMoment(time: string): string {
  return moment.format(new Date(time));
}
