/** One entry of an account: description, date, the other party, amount and the balance after it. */

import { Anchor, Badge, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { paths } from "@/config/paths";
import type { Entry } from "@/types/api";
import { formatDate, formatMoney } from "@/utils/format";
import { TRANSACTION_TYPES } from "@/utils/transaction-types";
import { groupNumber } from "./account-number";
import { Money } from "./money";
import { Row } from "./rows";

interface EntryRowProps {
  entry: Entry;
  currency: string;
  /** Shown under the amount; by default the balance after the entry. */
  amountNote?: ReactNode;
  /** Without the date, which is in a heading above. */
  withoutDate?: boolean;
}

export function EntryRow({ entry, currency, amountNote, withoutDate = false }: EntryRowProps) {
  const { description, kind, amount, balance_after, reversed_by } = entry;
  const isCredit = entry.direction === "credit";
  const title = description || TRANSACTION_TYPES[kind];
  return (
    <Row
      title={
        <Group gap="4px 8px" component="span">
          <Anchor component={Link} to={paths.transaction(entry.transaction)} inherit c="inherit">
            {title}
          </Anchor>
          {kind === "reversal" && <Mark color="blue">Reversal</Mark>}
          {reversed_by !== null && <Mark color="gray">Reversed</Mark>}
        </Group>
      }
      note={
        // On a phone the second part wraps to the next line as a whole.
        <Group gap="0 10px">
          {!withoutDate && <span>{formatDate(entry.value_date)}</span>}
          <span>{counterparty(entry) ?? TRANSACTION_TYPES[kind]}</span>
        </Group>
      }
      amount={
        <Money
          inherit
          sign={isCredit ? "+" : "−"}
          amount={amount}
          currency={currency}
          {...(reversed_by !== null && { td: "line-through" })}
          {...(isCredit && reversed_by === null && { c: "var(--mantine-color-green-text)" })}
        />
      }
      amountNote={amountNote ?? formatMoney(balance_after, currency)}
    />
  );
}

function Mark({ color, children }: { color: string; children: ReactNode }) {
  return (
    <Badge variant="light" color={color} size="sm" tt="none">
      {children}
    </Badge>
  );
}

/** `From Matthew M., 1000 0000 0384`; null without another party, as at the cash desk. */
function counterparty({ counterparty, counterparty_name, direction }: Entry): string | null {
  const who = [counterparty_name, counterparty && groupNumber(counterparty)].filter(Boolean).join(", ");
  return who ? `${direction === "credit" ? "From" : "To"} ${who}` : null;
}
