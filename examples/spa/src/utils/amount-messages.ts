/** The messages for amounts that cannot be read. */

import { i18n } from "@/lib/i18n";
import type { AmountError } from "./amount";
import { decimalSeparator } from "./locale";

/** `digits`: the currency's decimals. */
export function amountErrorMessage(error: AmountError, digits: number): string {
  switch (error) {
    case "missing":
    case "invalid":
      return i18n.t("amount.invalid", { example: example(digits) });
    case "ambiguous":
      return i18n.t("amount.ambiguous", { example: example(digits) });
    case "too-many-decimals":
      return digits
        ? i18n.t("amount.too_many_decimals", { digits, example: example(digits) })
        : i18n.t("amount.no_decimals", { example: example(digits) });
    case "zero":
      return i18n.t("amount.zero");
  }
}

function example(digits: number): string {
  return digits ? `1250${decimalSeparator()}${"0".repeat(digits)}` : "1250";
}
