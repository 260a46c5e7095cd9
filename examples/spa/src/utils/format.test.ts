/** Amounts, numbers and dates in the three languages. Amounts of 16 digits stay exact. */

import { beforeEach, describe, expect, test } from "vitest";
import { setTimeZone } from "@/lib/bank-client/bank-time";
import { type Language, setLanguage } from "@/lib/i18n";
import { amountErrorMessage } from "./amount-messages";
import {
  formatDate,
  formatDateTime,
  formatDayAndMonth,
  formatList,
  formatMoney,
  formatMonth,
  formatNumber,
  formatPercent,
  formatRate,
  moneyParts,
} from "./format";

interface Expected {
  money: string;
  large: string;
  debit: string;
  credit: string;
  number: string;
  percent: string;
  date: string;
  month: string;
  day: string;
  time: string;
  list: string;
  example: string;
}

/** Without the invisible marks of direction, and with plain spaces. */
function plain(text: string): string {
  return text.replace(/[\u061c\u200e\u200f]/g, "").replace(/[\u00a0\u202f]/g, " ");
}

const CASES: [Language, Expected][] = [
  [
    "en",
    {
      money: "$1,250.00",
      large: "$999,999,999,999,999.99",
      debit: "−$1,250.00",
      credit: "+$1,250.00",
      number: "12,345",
      percent: "12.5%",
      date: "Mar 1, 2026",
      month: "March 2026",
      day: "Mar 1",
      time: "Mar 1, 2026, 3:05 PM",
      list: "a, b, c",
      example: "1250.00",
    },
  ],
  [
    "es",
    {
      money: "1250,00 US$",
      large: "999.999.999.999.999,99 US$",
      debit: "−1250,00 US$",
      credit: "+1250,00 US$",
      number: "12.345",
      percent: "12,5 %",
      date: "1 mar 2026",
      month: "marzo de 2026",
      day: "1 mar",
      time: "1 mar 2026, 15:05",
      list: "a, b y c",
      example: "1250,00",
    },
  ],
  [
    "ar",
    {
      money: "1,250.00 US$",
      large: "999,999,999,999,999.99 US$",
      debit: "−1,250.00 US$",
      credit: "+1,250.00 US$",
      number: "12,345",
      percent: "12.5%",
      date: "01/03/2026",
      month: "مارس 2026",
      day: "1 مارس",
      time: "01/03/2026، 3:05 م",
      list: "a، وb، وc",
      example: "1250.00",
    },
  ],
];

describe.each(CASES)("in %s", (language, expected) => {
  beforeEach(() => setLanguage(language));

  test("amounts, numbers and dates are written as the language writes them, with the digits 0 to 9", () => {
    setTimeZone("UTC");
    const formatted: Expected = {
      money: formatMoney("1250.00", "USD"),
      large: formatMoney("999999999999999.99", "USD"),
      debit: formatMoney("1250.00", "USD", "−"),
      credit: formatMoney("1250.00", "USD", "+"),
      number: formatNumber(12345),
      percent: formatPercent("0.125"),
      date: formatDate("2026-03-01"),
      month: formatMonth("2026-03-01"),
      day: formatDayAndMonth("2026-03-01"),
      time: formatDateTime("2026-03-01T15:05:00Z"),
      list: formatList(["a", "b", "c"]),
      example: /\d+[.,]\d+/.exec(amountErrorMessage("missing", 2))?.[0] ?? "",
    };
    expect(Object.fromEntries(Object.entries(formatted).map(([name, text]) => [name, plain(text)]))).toEqual(expected);
  });

  test("a long amount can be cut after each group separator", () => {
    const parts = moneyParts("1234567.00", "USD");
    expect(parts).toHaveLength(3);
    expect(parts.join("")).toBe(formatMoney("1234567.00", "USD"));
  });
});

test("an amount in yen has no decimals in Spanish either", async () => {
  await setLanguage("es");
  expect(plain(formatMoney("5000", "JPY"))).toBe("5000 JPY");
});

test.each([
  ["en", "12.125000%"],
  ["es", "12,125000 %"],
  ["ar", "12.125000%"],
] as const)("in %s a rate keeps all of its digits", async (language, rate) => {
  await setLanguage(language);
  expect(plain(formatRate("12.125000"))).toBe(rate);
});
