/** Exact arithmetic on decimal amounts as text: floating-point numbers would lose digits. */

import { currentLanguage } from "@/lib/i18n";
import { currencySign, decimalSeparator } from "./locale";

/** What is wrong with a typed amount; `ambiguous`: it could be two different amounts. */
export type AmountError = "missing" | "invalid" | "ambiguous" | "too-many-decimals" | "zero";

export type ParsedAmount = { amount: string; error: null } | { amount: null; error: AmountError };

/** The most digits before the decimal point that the API accepts. */
const MAX_WHOLE_DIGITS = 15;

/**
 * Reads an amount as people write it: with a currency sign, digits grouped by spaces, apostrophes, commas or points, and a
 * comma or point before the decimals. Nothing is guessed: what could be two amounts is an error. The language of the page
 * decides only how `1.250` and `1,250` are read: with its decimal separator the digits are not grouped.
 */
export function parseTypedAmount(typed: string, digits: number, currency = ""): ParsedAmount {
  const text = stripCurrency(toLatin(typed), currency).replace(/(?<=\d)[\s'’](?=\d{3}(?!\d))/gu, "");
  if (!text) return failed("missing");
  if (!/^[\d.,]+$/.test(text) || !/\d/.test(text)) return failed("invalid");
  const parts = splitDecimals(text, digits);
  if (typeof parts === "string") return failed(parts);
  const whole = parts.whole.replace(/^0+(?=\d)/, "") || "0";
  if (whole.length > MAX_WHOLE_DIGITS) return failed("invalid");
  if (parts.fraction.length > digits) return failed("too-many-decimals");
  if (/^0*$/.test(whole + parts.fraction)) return failed("zero");
  return { amount: digits ? `${whole}.${parts.fraction.padEnd(digits, "0")}` : whole, error: null };
}

/** The typed amount with all of the currency's decimals (`250.5` as `250.50`), or null if it cannot be read. */
export function parseAmount(typed: string, digits: number, currency = ""): string | null {
  return parseTypedAmount(typed, digits, currency).amount;
}

/** The number of decimals of an amount: `2` for `1250.00`. */
export function fractionDigits(amount: string): number {
  return amount.split(".")[1]?.length ?? 0;
}

/** The sum of decimal amounts in one currency. */
export function sumAmounts(amounts: string[]): string {
  const digits = fractionDigits(amounts[0] ?? "");
  const minor = amounts.reduce((sum, amount) => sum + toMinorUnits(amount), 0n);
  if (!digits) return String(minor);
  const text = String(minor < 0n ? -minor : minor).padStart(digits + 1, "0");
  return `${minor < 0n ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Whether `one` is more than `other`. Both have all decimals of their common currency. */
export function isMoreThan(one: string, other: string): boolean {
  return toMinorUnits(one) > toMinorUnits(other);
}

export function isZero(amount: string): boolean {
  return !/[1-9]/.test(amount);
}

function toMinorUnits(amount: string): bigint {
  return BigInt(amount.replace(".", ""));
}

function failed(error: AmountError): ParsedAmount {
  return { amount: null, error };
}

/** Without the invisible marks of direction that formatted Arabic amounts contain. Pages in Arabic take Arabic digits. */
function toLatin(typed: string): string {
  const text = typed.replace(/[\u061c\u200e\u200f\u2066-\u2069]/g, "");
  if (currentLanguage() !== "ar") return text;
  return text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll("٫", ".")
    .replaceAll("٬", ",");
}

/** Removes one currency sign or the currency's code, before or after the amount. */
function stripCurrency(typed: string, currency: string): string {
  const text = typed.trim();
  for (const sign of currency ? [currencySign(currency).toUpperCase(), currency] : []) {
    if (text.toUpperCase().startsWith(sign)) return text.slice(sign.length).trimStart();
    if (text.toUpperCase().endsWith(sign)) return text.slice(0, -sign.length).trimEnd();
  }
  const before = text.replace(/^\p{Sc}\s*/u, "");
  return before === text ? text.replace(/\s*\p{Sc}$/u, "") : before;
}

/** The digits before and after the decimal separator, without group separators. */
function splitDecimals(text: string, digits: number): { whole: string; fraction: string } | AmountError {
  const separators = text.replace(/\d/g, "");
  const last = separators.at(-1) ?? "";
  const isRepeated = separators.length > 1 && new Set(separators).size === 1;
  // The same separator several times only groups digits; of two kinds, the last one begins the decimals.
  const decimal = isRepeated ? "" : last;
  const at = decimal ? text.lastIndexOf(decimal) : text.length;
  const [whole, fraction] = [text.slice(0, at), text.slice(at + 1)];
  if (separators.length === 1 && isGroup(whole, fraction)) {
    // In English `1,250` is grouped, unless the currency has three decimals. `1.250` is more likely a slip than grouped.
    const isDecimal = last === decimalSeparator();
    if (digits === 3) return isDecimal ? { whole, fraction } : "ambiguous";
    return isDecimal ? "too-many-decimals" : { whole: whole + fraction, fraction: "" };
  }
  const group = separators.length > 1 ? (separators[0] ?? "") : "";
  if (!group) return { whole, fraction };
  const groups = whole.split(group);
  const isGrouped = /^[1-9]\d{0,2}$/.test(groups[0] ?? "") && groups.slice(1).every((part) => /^\d{3}$/.test(part));
  return isGrouped ? { whole: groups.join(""), fraction } : "invalid";
}

/** Whether `whole` and `rest` look like a number with one group separator, such as `12` and `345`. */
function isGroup(whole: string, rest: string): boolean {
  return /^[1-9]\d{0,2}$/.test(whole) && /^\d{3}$/.test(rest);
}
