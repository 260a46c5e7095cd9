/** A card that links to an account. */

import { Paper, Text } from "@mantine/core";
import { Link } from "react-router";
import { AccountNumber } from "../../ui/account-number";
import { AccountStatus } from "../../ui/account-status";
import { Money } from "../../ui/money";
import classes from "./account-card.module.css";
import { accountName } from "./account-labels";
import type { Account } from "./api";

export function AccountCard({ account, withOwner = false }: { account: Account; withOwner?: boolean }) {
  return (
    <Paper component={Link} to={`/accounts/${account.number}`} withBorder p="md" className={classes.card}>
      <div>
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          {withOwner ? account.owner.full_name : accountName(account)}
        </Text>
        <Text size="sm" c="dimmed">
          {withOwner && `${accountName(account)} · `}
          <AccountNumber number={account.number} />
        </Text>
      </div>
      <div className={classes.balance}>
        <Money amount={account.balance} currency={account.currency} fw={600} fz="lg" />
        {account.status !== "active" && <AccountStatus status={account.status} />}
      </div>
    </Paper>
  );
}
