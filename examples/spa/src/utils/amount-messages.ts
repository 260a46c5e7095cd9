/** The messages for amounts that cannot be read. */

import type { AmountError } from "./amount";

/** `digits`: the currency's decimals. */
export function amountErrorMessage(error: AmountError, digits: number): string {
  switch (error) {
    case "missing":
    case "invalid":
      return `Please enter an amount such as ${example(digits)}.`;
    case "ambiguous":
      return `This could be two different amounts. Please write it as ${example(digits)}.`;
    case "too-many-decimals":
      return digits
        ? `Please enter at most ${digits} decimals, for example ${example(digits)}.`
        : `Please enter an amount without decimals, for example ${example(digits)}.`;
    case "zero":
      return "The amount must be greater than zero.";
  }
}

function example(digits: number): string {
  return digits ? `1250.${"0".repeat(digits)}` : "1250";
}
