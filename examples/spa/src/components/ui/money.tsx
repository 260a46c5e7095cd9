/** An amount of money. */

import { Text, type TextProps } from "@mantine/core";
import { Fragment } from "react";
import { moneyParts, type Sign } from "@/utils/format";

interface MoneyProps extends TextProps {
  amount: string;
  currency: string;
  /** Of a credit or a debit. */
  sign?: Sign;
}

/** Longer amounts may break after a group separator: they are wider than a phone's column. */
const MAX_UNBROKEN_LENGTH = 14;

export function Money({ amount, currency, sign, ...props }: MoneyProps) {
  const parts = moneyParts(amount, currency, sign);
  const isLong = parts.join("").length > MAX_UNBROKEN_LENGTH;
  return (
    <Text
      // The amount keeps its own order of sign, digits and currency in a text of the other direction.
      component="bdi"
      ff="inherit"
      style={{ fontVariantNumeric: "tabular-nums", ...(isLong ? {} : { whiteSpace: "nowrap" }) }}
      {...props}
    >
      {isLong ? withBreaks(parts) : parts.join("")}
    </Text>
  );
}

function withBreaks(groups: string[]) {
  return groups.map((group, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the groups of a number have no other identity
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {group}
    </Fragment>
  ));
}
