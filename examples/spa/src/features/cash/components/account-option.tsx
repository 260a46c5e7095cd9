/** An account in the search results. */

import { Group, Text } from "@mantine/core";
import { AccountNumber } from "@/components/ui/account-number";
import { Money } from "@/components/ui/money";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";

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
