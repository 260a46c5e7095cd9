/** Amounts are parsed and added exactly. */

import { expect, test } from "vitest";
import { fractionDigits, parseAmount, sumAmounts } from "./amount";

test("a typed amount is completed to the currency's decimals", () => {
  expect(parseAmount(" 250 ", 2)).toBe("250.00");
  expect(parseAmount("250.5", 2)).toBe("250.50");
  expect(parseAmount("0250.", 2)).toBe("250.00");
  expect(parseAmount("0.01", 2)).toBe("0.01");
  expect(parseAmount("999999999999999.99", 2)).toBe("999999999999999.99");
  expect(parseAmount("5000", 0)).toBe("5000");
});

test("an amount that the API would reject is not parsed", () => {
  for (const typed of [
    "",
    "0",
    "0.00",
    ".5",
    "-1",
    "+1",
    "1e3",
    "1,000",
    "1.234",
    "1 000",
    "1000000000000000",
    "ten",
    "٣",
    " ",
  ])
    expect(parseAmount(typed, 2)).toBeNull();
  expect(parseAmount("1.5", 0)).toBeNull();
});

test("a sum keeps digits that floating-point numbers would lose", () => {
  expect(sumAmounts(["0.10", "0.20"])).toBe("0.30");
  expect(sumAmounts(["999999999999999.99", "0.01"])).toBe("1000000000000000.00");
  expect(sumAmounts(["-0.50", "0.25"])).toBe("-0.25");
  expect(sumAmounts(["5000", "1"])).toBe("5001");
  expect(sumAmounts([])).toBe("0");
  expect(fractionDigits("1250.00")).toBe(2);
});
