/** What the language of the page uses to write amounts. */

import { currentLocale } from "@/lib/i18n";

/** What separates the decimals: a point in English, a comma in Spanish. */
export function decimalSeparator(): string {
  return part(new Intl.NumberFormat(currentLocale()), "decimal") ?? ".";
}

/** The sign that amounts in this currency are shown with, such as `$` in English and `US$` in Spanish. */
export function currencySign(currency: string): string {
  return part(new Intl.NumberFormat(currentLocale(), { style: "currency", currency }), "currency") ?? currency;
}

function part(format: Intl.NumberFormat, type: Intl.NumberFormatPartTypes): string | undefined {
  return format.formatToParts(0.5).find((one) => one.type === type)?.value;
}
