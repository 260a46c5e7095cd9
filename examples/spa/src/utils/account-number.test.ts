import { expect, test } from "vitest";
import { hasValidCheckDigits, stripSeparators } from "./account-number";

test("a typed account number loses its spaces and hyphens", () => {
  expect(stripSeparators(" 1000 0000-0384 ")).toBe("100000000384");
});

test("a number that is copied from an Arabic page, or typed with Arabic digits, is read", () => {
  expect(stripSeparators("\u20661000 0000 0384\u2069")).toBe("100000000384");
  expect(stripSeparators("١٠٠٠ ٠٠٠٠ ٠٣٨٤")).toBe("100000000384");
});

test.each([
  ["100000000384", true],
  ["100000000385", false],
  ["100000000348", false],
  ["100000003084", false],
  ["123", false],
  ["", false],
])("the check digits of %j are valid: %s", (number, isValid) => {
  expect(hasValidCheckDigits(number)).toBe(isValid);
});
