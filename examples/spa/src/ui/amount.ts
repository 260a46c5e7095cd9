/** Reckons with amounts exactly, as text: numbers would lose digits. */

/** What somebody typed, with all of the currency's digits, `250.5` as `250.50`; null where the bank would not take it. */
export function readAmount(typed: string, digits: number): string | null {
  const [, whole, part = ""] = /^0*(\d{1,15})(?:\.(\d*))?$/.exec(typed.trim()) ?? [];
  if (whole === undefined || part.length > digits) return null;
  if (/^0*$/.test(whole + part)) return null;
  return digits ? `${whole}.${part.padEnd(digits, "0")}` : whole;
}

/** How many digits follow the point in amounts of this currency: `2` for `1250.00`. */
export function digitsOf(amount: string): number {
  return amount.split(".")[1]?.length ?? 0;
}

/** The sum of decimal strings of one currency. */
export function sumOf(amounts: string[]): string {
  const digits = digitsOf(amounts[0] ?? "");
  const minor = amounts.reduce((sum, amount) => sum + BigInt(amount.replace(".", "")), 0n);
  if (!digits) return String(minor);
  const text = String(minor < 0n ? -minor : minor).padStart(digits + 1, "0");
  return `${minor < 0n ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
