/** One entry of an account: description, date, the other party, amount and the balance after it. */

import { Anchor, Badge, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { paths } from "@/config/paths";
import { i18n } from "@/lib/i18n";
import type { Entry } from "@/types/api";
import { formatDate, formatMoney } from "@/utils/format";
import { transactionTypeName } from "@/utils/transaction-types";
import { isolatedNumber } from "./account-number";
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
  const { t } = useTranslation();
  const { description, kind, amount, balance_after, reversed_by } = entry;
  const isCredit = entry.direction === "credit";
  const title = description || transactionTypeName(kind);
  return (
    <Row
      title={
        <Group gap="4px 8px" component="span">
          <Anchor component={Link} to={paths.transaction(entry.transaction)} inherit c="inherit">
            {title}
          </Anchor>
          {kind === "reversal" && <Mark color="blue">{t("entry.reversal")}</Mark>}
          {reversed_by !== null && <Mark color="gray">{t("entry.reversed")}</Mark>}
        </Group>
      }
      note={
        // On a phone the second part wraps to the next line as a whole.
        <Group gap="0 10px">
          {!withoutDate && <span>{formatDate(entry.value_date)}</span>}
          <span>{counterparty(entry) ?? transactionTypeName(kind)}</span>
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
  const number = counterparty && isolatedNumber(counterparty);
  const party =
    counterparty_name && number
      ? i18n.t("entry.party", { name: counterparty_name, number })
      : counterparty_name || number;
  return party ? i18n.t(direction === "credit" ? "entry.from" : "entry.to", { party }) : null;
}
