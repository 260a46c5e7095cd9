/** One line of an account: what it was, when, how much, and what was on the account then. */

import { Group } from "@mantine/core";
import type { ReactNode } from "react";
import type { components } from "../bank/schema";
import { groupNumber } from "./account-number";
import { KINDS } from "./kinds";
import { formatDay, formatMoney, Money } from "./money";
import { Row } from "./rows";

interface EntryRowProps {
  entry: components["schemas"]["Entry"];
  currency: string;
  /** What stands under the amount; else the balance after it. */
  under?: ReactNode;
}

export function EntryRow({ entry, currency, under }: EntryRowProps) {
  const { description, kind, value_date, counterparty, amount, balance_after } = entry;
  const isCredit = entry.direction === "credit";
  return (
    <Row
      title={description || KINDS[kind]}
      note={
        // On a phone the second part goes under the first, and is not torn apart.
        <Group gap="0 10px">
          <span>{formatDay(value_date)}</span>
          <span>{counterparty ? `${isCredit ? "From" : "To"} ${groupNumber(counterparty)}` : KINDS[kind]}</span>
        </Group>
      }
      amount={
        <Money
          inherit
          sign={isCredit ? "+" : "−"}
          amount={amount}
          currency={currency}
          {...(isCredit && { c: "var(--mantine-color-green-text)" })}
        />
      }
      under={under ?? formatMoney(balance_after, currency)}
    />
  );
}
