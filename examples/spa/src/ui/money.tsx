/** Formats amounts and dates. Nothing here calculates: the API's amounts are exact. */

import { Text, type TextProps } from "@mantine/core";
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

interface MoneyProps extends TextProps {
  amount: string;
  currency: string;
  /** Put before the amount of a credit or a debit. */
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

const dateFormat = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });
const dateTimeFormat = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** A day of the bank, in UTC. */
export function formatDate(date: string): string {
  return dateFormat.format(new Date(date));
}

/** A date and time in the user's time zone. */
export function formatDateTime(time: string): string {
  return dateTimeFormat.format(new Date(time));
}
