/** One entry of an account: description, date, amount and the balance after it. */

import { Group } from "@mantine/core";
import type { ReactNode } from "react";
import type { components } from "@/lib/bank-client/schema";
import { formatDate, formatMoney } from "@/utils/format";
import { TRANSACTION_TYPES } from "@/utils/transaction-types";
import { groupNumber } from "./account-number";
import { Money } from "./money";
import { Row } from "./rows";

interface EntryRowProps {
  entry: components["schemas"]["Entry"];
  currency: string;
  /** Shown under the amount; by default the balance after the entry. */
  amountNote?: ReactNode;
}

export function EntryRow({ entry, currency, amountNote }: EntryRowProps) {
  const { description, kind, value_date, counterparty, amount, balance_after } = entry;
  const isCredit = entry.direction === "credit";
  return (
    <Row
      title={description || TRANSACTION_TYPES[kind]}
      note={
        // On a phone the second part wraps to the next line as a whole.
        <Group gap="0 10px">
          <span>{formatDate(value_date)}</span>
          <span>
            {counterparty ? `${isCredit ? "From" : "To"} ${groupNumber(counterparty)}` : TRANSACTION_TYPES[kind]}
          </span>
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
      amountNote={amountNote ?? formatMoney(balance_after, currency)}
    />
  );
}
