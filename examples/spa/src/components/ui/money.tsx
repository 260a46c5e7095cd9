/** An amount of money. */

import { Text, type TextProps } from "@mantine/core";
import { formatMoney } from "@/utils/format";

interface MoneyProps extends TextProps {
  amount: string;
  currency: string;
  /** Put before the amount of a credit or a debit. */
  sign?: string;
}

export function Money({ amount, currency, sign, ...props }: MoneyProps) {
  return (
    <Text component="span" ff="inherit" style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }} {...props}>
      {sign}
      {formatMoney(amount, currency)}
    </Text>
  );
}
