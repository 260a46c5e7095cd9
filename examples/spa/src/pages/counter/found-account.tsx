/** An account as it is found: whose, which, how it stands. */

import { Group, Text } from "@mantine/core";
import { AccountNumber } from "../../ui/account-number";
import { Money } from "../../ui/money";
import { nameOf } from "../accounts/name";
import type { Account } from "../accounts/read";

export function FoundAccount({ account, isOwn }: { account: Account; isOwn: boolean }) {
  return (
    <Group justify="space-between" wrap="nowrap" w="100%" gap="sm">
      <div>
        <Text size="sm" fw={500}>
          {account.owner.full_name}
        </Text>
        <Text size="sm" c="dimmed">
          <AccountNumber number={account.number} /> · {nameOf(account)}
          {account.status !== "active" && `, ${account.status}`}
          {isOwn && ", your own"}
        </Text>
      </div>
      <Money size="sm" amount={account.balance} currency={account.currency} />
    </Group>
  );
}
