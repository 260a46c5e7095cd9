/** An account in the search results. */

import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AccountNumber } from "@/components/ui/account-number";
import { Money } from "@/components/ui/money";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";

export function AccountOption({ account, isOwn }: { account: Account; isOwn: boolean }) {
  const { t } = useTranslation("cash");
  let note = accountName(account);
  if (account.status !== "active") note = t(`account.${account.status}`, { account: note });
  if (isOwn) note = t("account.own", { account: note });
  return (
    <Group justify="space-between" wrap="nowrap" w="100%" gap="sm">
      <div>
        <Text size="sm" fw={500}>
          {account.owner.full_name}
        </Text>
        <Text size="sm" c="dimmed">
          <AccountNumber number={account.number} />
          {` · ${note}`}
        </Text>
      </div>
      <Money size="sm" amount={account.balance} currency={account.currency} />
    </Group>
  );
}
