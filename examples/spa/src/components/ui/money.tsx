/** An amount of money. */

import { Text, type TextProps } from "@mantine/core";
import { Fragment } from "react";
import { formatMoney } from "@/utils/format";

interface MoneyProps extends TextProps {
  amount: string;
  currency: string;
  /** Put before the amount of a credit or a debit. */
  sign?: string;
}

/** Longer amounts may break after a group separator: they are wider than a phone's column. */
const MAX_UNBROKEN_LENGTH = 14;

export function Money({ amount, currency, sign = "", ...props }: MoneyProps) {
  const text = sign + formatMoney(amount, currency);
  const isLong = text.length > MAX_UNBROKEN_LENGTH;
  return (
    <Text
      component="span"
      ff="inherit"
      style={{ fontVariantNumeric: "tabular-nums", ...(isLong ? {} : { whiteSpace: "nowrap" }) }}
      {...props}
    >
      {isLong ? withBreaks(text) : text}
    </Text>
  );
}

function withBreaks(text: string) {
  return text.split(/(?<=,)/).map((group, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the groups of a number have no other identity
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {group}
    </Fragment>
  ));
}
