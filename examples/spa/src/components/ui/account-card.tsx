/** A card that links to an account. */

import { Paper, Text } from "@mantine/core";
import { Link } from "react-router";
import { paths } from "@/config/paths";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import classes from "./account-card.module.css";
import { AccountNumber } from "./account-number";
import { AccountStatus } from "./account-status";
import { Money } from "./money";

export function AccountCard({ account, withOwner = false }: { account: Account; withOwner?: boolean }) {
  return (
    <Paper component={Link} to={paths.account(account.number)} withBorder p="md" className={classes.card}>
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
