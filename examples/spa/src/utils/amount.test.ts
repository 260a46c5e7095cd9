/** Amounts are parsed and added exactly, and never guessed. */

import { expect, test } from "vitest";
import { setLanguage } from "@/lib/i18n";
import { fractionDigits, isMoreThan, isZero, parseAmount, parseTypedAmount, sumAmounts } from "./amount";
import { amountErrorMessage } from "./amount-messages";
import { formatMoney } from "./format";

test.each([
  [" 250 ", "250.00"],
  ["250.5", "250.50"],
  ["0250.", "250.00"],
  ["0.01", "0.01"],
  [".5", "0.50"],
  [",5", "0.50"],
  ["12,50", "12.50"],
  ["12,5", "12.50"],
  ["1,250", "1250.00"],
  ["1,250.00", "1250.00"],
  ["1.250,00", "1250.00"],
  ["1 250,00", "1250.00"],
  ["1\u00a0250.00", "1250.00"],
  ["1\u202f250,5", "1250.50"],
  ["1'250.00", "1250.00"],
  ["1’250.00", "1250.00"],
  ["1 000", "1000.00"],
  ["1,234,567", "1234567.00"],
  ["1.234.567", "1234567.00"],
  ["1.234.567,89", "1234567.89"],
  ["$50", "50.00"],
  ["$ 1,250.00", "1250.00"],
  ["50 $", "50.00"],
  ["USD 50", "50.00"],
  ["50usd", "50.00"],
  ["€12,50", "12.50"],
  ["999999999999999.99", "999999999999999.99"],
  ["999,999,999,999,999.99", "999999999999999.99"],
])("%j is read as %s", (typed, amount) => {
  expect(parseAmount(typed, 2, "USD")).toBe(amount);
});

test.each([
  ["", "missing"],
  ["$", "missing"],
  ["0", "zero"],
  ["0.00", "zero"],
  ["-1", "invalid"],
  ["+1", "invalid"],
  ["1e3", "invalid"],
  ["ten", "invalid"],
  ["٣", "invalid"],
  [".", "invalid"],
  ["1.234", "too-many-decimals"],
  ["12.345", "too-many-decimals"],
  ["1.2345", "too-many-decimals"],
  ["0,125", "too-many-decimals"],
  ["1,2345", "too-many-decimals"],
  ["1,25.00", "invalid"],
  ["1,2,3", "invalid"],
  ["1.23.456", "invalid"],
  ["1,234.56,7", "invalid"],
  ["1 00", "invalid"],
  ["1  000", "invalid"],
  ["$50$", "invalid"],
  ["GBP 50", "invalid"],
  ["1000000000000000", "invalid"],
])("%j is refused as %s", (typed, error) => {
  expect(parseTypedAmount(typed, 2, "USD")).toEqual({ amount: null, error });
});

test("a separator before three digits is ambiguous in a currency with three decimals", () => {
  expect(parseTypedAmount("1,234", 3, "KWD").error).toBe("ambiguous");
  expect(parseAmount("1.234", 3, "KWD")).toBe("1.234");
  expect(parseAmount("1,234.5", 3, "KWD")).toBe("1234.500");
  expect(amountErrorMessage("ambiguous", 3)).toContain("could be two different amounts");
});

test("a currency without decimals takes grouped digits and no decimals", () => {
  expect(parseAmount("5000", 0, "JPY")).toBe("5000");
  expect(parseAmount("¥5,000", 0, "JPY")).toBe("5000");
  expect(parseAmount("1.5", 0, "JPY")).toBeNull();
});

test("a sum keeps digits that floating-point numbers would lose", () => {
  expect(sumAmounts(["0.10", "0.20"])).toBe("0.30");
  expect(sumAmounts(["999999999999999.99", "0.01"])).toBe("1000000000000000.00");
  expect(sumAmounts(["-0.50", "0.25"])).toBe("-0.25");
  expect(sumAmounts(["5000", "1"])).toBe("5001");
  expect(sumAmounts([])).toBe("0");
  expect(fractionDigits("1250.00")).toBe(2);
});

test("amounts are compared by their value, not as text", () => {
  expect(isMoreThan("1000.00", "999.99")).toBe(true);
  expect(isMoreThan("999.99", "999.99")).toBe(false);
  expect(isMoreThan("999999999999999.99", "999999999999999.98")).toBe(true);
});

test.each([
  ["0.00", true],
  ["0", true],
  ["-0.50", false],
  ["10", false],
])("%s is zero: %s", (amount, expected) => {
  expect(isZero(amount)).toBe(expected);
});

test.each([
  ["es", "1.250", "1250.00"],
  ["es", "1.250,00", "1250.00"],
  ["es", "1,250.00", "1250.00"],
  ["es", "1250,5", "1250.50"],
  ["es", "1250.5", "1250.50"],
  ["es", "50 US$", "50.00"],
  ["es", "US$ 1.250,00", "1250.00"],
  ["ar", "1,250", "1250.00"],
  ["ar", "١٬٢٥٠٫٥", "1250.50"],
  ["ar", "٥٠", "50.00"],
] as const)("in %s, %j is read as %s", async (language, typed, amount) => {
  await setLanguage(language);
  expect(parseAmount(typed, 2, "USD")).toBe(amount);
});

test.each([
  ["es", "1,250", 2, "too-many-decimals"],
  ["es", "1.250", 3, "ambiguous"],
  ["ar", "1.250", 2, "too-many-decimals"],
  ["ar", "1,250", 3, "ambiguous"],
] as const)("in %s, %j is refused in a currency with %i decimals as %s", async (language, typed, digits, error) => {
  await setLanguage(language);
  expect(parseTypedAmount(typed, digits, "USD").error).toBe(error);
});

test.each(["en", "es", "ar"] as const)("in %s, an amount is read as it is shown", async (language) => {
  await setLanguage(language);
  expect(parseAmount(formatMoney("999999999999999.99", "USD"), 2, "USD")).toBe("999999999999999.99");
  expect(parseAmount(formatMoney("1250.00", "USD"), 2, "USD")).toBe("1250.00");
});
