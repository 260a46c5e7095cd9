/** Account numbers as people type them. */

/** Without the spaces and hyphens between groups, and without invisible marks of direction. Takes Arabic digits. */
export function stripSeparators(number: string): string {
  return number
    .replace(/[\s\u061c\u200e\u200f\u2066-\u2069-]/g, "")
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
}

/** Whether the last two digits are right (ISO 7064 Mod 97-10). They catch every wrong digit and swapped digits. */
export function hasValidCheckDigits(number: string): boolean {
  return /^\d{4,34}$/.test(number) && BigInt(number) % 97n === 1n;
}
