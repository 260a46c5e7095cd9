/** The selected account, with a button to change it. */

import { Button, Group, Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Trans, useTranslation } from "react-i18next";
import { AccountNumber } from "@/components/ui/account-number";
import { Money } from "@/components/ui/money";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";

interface Props {
  account: Account;
  error: ReactNode;
  onChange: () => void;
}

export function SelectedAccount({ account, error, onChange }: Props) {
  const { t } = useTranslation("cash");
  const name = accountName(account);
  const note = account.status === "active" ? name : t(`account.${account.status}`, { account: name });
  return (
    <div>
      <Paper withBorder p="sm">
        <Group justify="space-between" gap="sm">
          <div>
            <Text fw={600}>{account.owner.full_name}</Text>
            <Text size="sm" c="dimmed">
              <AccountNumber number={account.number} />
              {` · ${note}`}
            </Text>
            <Text size="sm" c="dimmed">
              {account.status === "frozen" ? (
                t("account.deposits_only")
              ) : (
                <Trans
                  t={t}
                  i18nKey="account.available"
                  components={{
                    money: <Money inherit amount={account.available_balance} currency={account.currency} />,
                  }}
                />
              )}
            </Text>
          </div>
          <Button variant="default" size="xs" onClick={onChange}>
            {t("account.change")}
          </Button>
        </Group>
      </Paper>
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
