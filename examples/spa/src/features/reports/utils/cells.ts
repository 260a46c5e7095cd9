/** The cells of a report as text. JSON has amounts as strings and counts as numbers. */

import { groupNumber } from "@/components/ui/account-number";
import { formatDate, formatMoney } from "@/utils/format";

/** Columns of digits that are not amounts. */
const TEXT_COLUMNS = ["account", "month", "days_late", "cashier"];

/** `outstanding_principal` as `Outstanding principal`. */
export function heading(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function isNumeric(column: string, value: unknown): boolean {
  return typeof value === "number" || isAmount(column, value) || isRatio(column);
}

/** The text of a cell; empty for a missing value. */
export function cellText(column: string, value: unknown, currency: string): string {
  if (value === null || value === undefined || value === "") return "";
  if (isAmount(column, value)) return formatMoney(String(value), currency);
  if (isRatio(column))
    return new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 2 }).format(Number(value));
  if (column === "account") return groupNumber(String(value));
  if (typeof value === "number") return column === "cashier" ? String(value) : value.toLocaleString("en");
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) return formatDate(value);
  return column === "kind" || column === "figure" || column === "reverses" ? heading(String(value)) : String(value);
}

/** The totals in one list; those of a group are named after it. */
export function flatten(summary: Record<string, unknown>): [string, unknown][] {
  return Object.entries(summary).flatMap(([name, value]) =>
    typeof value === "object" && value !== null
      ? Object.entries(value).map(([part, one]) => [`${name}: ${part}`, one] as [string, unknown])
      : [[name, value] as [string, unknown]],
  );
}

/** The share of the portfolio that is at risk. */
function isRatio(column: string): boolean {
  return /^par\d+$/.test(column);
}

function isAmount(column: string, value: unknown): boolean {
  const isDigits = typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value);
  return isDigits && !TEXT_COLUMNS.includes(column) && !isRatio(column);
}
