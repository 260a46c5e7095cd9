/** An account in the search results. */

import { Group, Text } from "@mantine/core";
import { AccountNumber } from "../../ui/account-number";
import { Money } from "../../ui/money";
import { accountName } from "../accounts/account-labels";
import type { Account } from "../accounts/api";

export function AccountOption({ account, isOwn }: { account: Account; isOwn: boolean }) {
  return (
    <Group justify="space-between" wrap="nowrap" w="100%" gap="sm">
      <div>
        <Text size="sm" fw={500}>
          {account.owner.full_name}
        </Text>
        <Text size="sm" c="dimmed">
          <AccountNumber number={account.number} /> · {accountName(account)}
          {account.status !== "active" && `, ${account.status}`}
          {isOwn && ", your own account"}
        </Text>
      </div>
      <Money size="sm" amount={account.balance} currency={account.currency} />
    </Group>
  );
}
