/** The cells of a report as text. JSON has amounts as strings and counts as numbers. */

import { groupNumber } from "@/components/ui/account-number";
import { i18n } from "@/lib/i18n";
import { codeText } from "@/utils/code-text";
import { formatDate, formatMoney, formatNumber, formatPercent } from "@/utils/format";

/** Columns of digits that are not amounts. */
const TEXT_COLUMNS = ["account", "month", "days_late", "cashier"];

/** The name of a column or total. The principal of the loans of each age is a total of its own: `outstanding_1-30`. */
export function heading(name: string): string {
  const days = /^outstanding_(\D?\d.*)$/.exec(name)?.[1];
  return days ? i18n.t("reports:outstanding_by_days", { days }) : codeText(`reports:column.${name}`, name);
}

export function isNumeric(column: string, value: unknown): boolean {
  return typeof value === "number" || isAmount(column, value) || isRatio(column);
}

/** The text of a cell; empty for a missing value. */
export function cellText(column: string, value: unknown, currency: string): string {
  if (value === null || value === undefined || value === "") return "";
  if (isAmount(column, value)) return formatMoney(String(value), currency);
  if (isRatio(column)) return formatPercent(String(value));
  if (column === "account") return groupNumber(String(value));
  if (typeof value === "number") return column === "cashier" ? String(value) : formatNumber(value);
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) return formatDate(value);
  if (column === "kind" || column === "reverses") return codeText(`reports:kind.${value}`, String(value));
  return column === "figure" ? heading(String(value)) : String(value);
}

export interface Total {
  /** The column of its value, for `cellText`. */
  column: string;
  label: string;
  value: unknown;
}

/** The totals in one list; those of a group are named after it. */
export function flatten(summary: Record<string, unknown>): Total[] {
  return Object.entries(summary).flatMap(([name, value]) =>
    typeof value === "object" && value !== null
      ? Object.entries(value).map(([part, one]) => ({
          column: `${name}: ${part}`,
          label: i18n.t("reports:part", { name: heading(name), part }),
          value: one,
        }))
      : [{ column: name, label: heading(name), value }],
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
