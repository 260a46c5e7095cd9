/** Exact arithmetic on decimal amounts as text: floating-point numbers would lose digits. */

/** The typed amount with all of the currency's decimals (`250.5` as `250.50`), or null if the API would reject it. */
export function parseAmount(typed: string, digits: number): string | null {
  const [, whole, fraction = ""] = /^0*(\d{1,15})(?:\.(\d*))?$/.exec(typed.trim()) ?? [];
  if (whole === undefined || fraction.length > digits) return null;
  if (/^0*$/.test(whole + fraction)) return null;
  return digits ? `${whole}.${fraction.padEnd(digits, "0")}` : whole;
}

/** The number of decimals of an amount: `2` for `1250.00`. */
export function fractionDigits(amount: string): number {
  return amount.split(".")[1]?.length ?? 0;
}

/** The sum of decimal amounts in one currency. */
export function sumAmounts(amounts: string[]): string {
  const digits = fractionDigits(amounts[0] ?? "");
  const minor = amounts.reduce((sum, amount) => sum + BigInt(amount.replace(".", "")), 0n);
  if (!digits) return String(minor);
  const text = String(minor < 0n ? -minor : minor).padStart(digits + 1, "0");
  return `${minor < 0n ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
