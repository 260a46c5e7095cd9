/** Amounts are read and added up exactly. */

import { expect, test } from "vitest";
import { digitsOf, readAmount, sumOf } from "./amount";

test("an amount is read in the currency's own digits", () => {
  expect(readAmount(" 250 ", 2)).toBe("250.00");
  expect(readAmount("250.5", 2)).toBe("250.50");
  expect(readAmount("0250.", 2)).toBe("250.00");
  expect(readAmount("0.01", 2)).toBe("0.01");
  expect(readAmount("999999999999999.99", 2)).toBe("999999999999999.99");
  expect(readAmount("5000", 0)).toBe("5000");
});

test("what the bank would not take is no amount", () => {
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
    expect(readAmount(typed, 2)).toBeNull();
  expect(readAmount("1.5", 0)).toBeNull();
});

test("a sum keeps every digit, where numbers would not", () => {
  expect(sumOf(["0.10", "0.20"])).toBe("0.30");
  expect(sumOf(["999999999999999.99", "0.01"])).toBe("1000000000000000.00");
  expect(sumOf(["-0.50", "0.25"])).toBe("-0.25");
  expect(sumOf(["5000", "1"])).toBe("5001");
  expect(sumOf([])).toBe("0");
  expect(digitsOf("1250.00")).toBe(2);
});
