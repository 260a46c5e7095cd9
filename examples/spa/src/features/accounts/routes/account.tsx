/** One account: its balance, transactions and statement. */

import { Alert, Anchor, Box, Button, Grid, Group, Paper, Stack, Text } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { CopyableNumber } from "@/components/ui/account-number";
import { AccountStatus } from "@/components/ui/account-status";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import { ObjectNotFound } from "@/components/ui/object-not-found";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import { isNotFound } from "@/lib/bank-client/errors";
import type { Account } from "@/types/api";
import { accountName, accountTypeLabel } from "@/utils/account-labels";
import { formatDate, formatMoney } from "@/utils/format";
import { useAccount } from "../api/accounts";
import { AccountActions } from "../components/account-actions";
import { Entries } from "../components/entries";
import { StatementCard } from "../components/statement-card";

export function AccountPage() {
  const { t } = useTranslation("accounts");
  const { number = "" } = useParams();
  const query = useAccount(number);
  if (isNotFound(query.error)) return <ObjectNotFound object="account" to={paths.accounts} />;
  return (
    <Page
      title={query.data ? accountName(query.data) : t("account.title")}
      aside={query.data && <TransferButton account={query.data} />}
    >
      <QueryResult query={query}>
        {(account) => (
          <Grid gap="lg">
            <Grid.Col span={12}>
              <AccountSummary account={account} />
            </Grid.Col>
            <Grid.Col span={12}>
              <AccountActions account={account} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 4 }} order={{ base: 1, md: 2 }}>
              <StatementCard account={account} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 8 }} order={{ base: 2, md: 1 }}>
              <Entries account={account} />
            </Grid.Col>
          </Grid>
        )}
      </QueryResult>
    </Page>
  );
}

function AccountSummary({ account }: { account: Account }) {
  const { t } = useTranslation("accounts");
  const { balance, available_balance, currency, status } = account;
  const isStaff = useUser().role !== "member";
  return (
    <Stack gap="md">
      <Paper withBorder p={{ base: "md", sm: "lg" }}>
        <Group justify="space-between" align="start">
          <div>
            <Text c="dimmed" size="sm">
              {t("account.balance")}
            </Text>
            <Money amount={balance} currency={currency} fw={650} fz={{ base: 30, sm: 36 }} lh={1.2} />
            {available_balance !== balance && (
              <Text c="dimmed">{t("account.available", { amount: formatMoney(available_balance, currency) })}</Text>
            )}
          </div>
          <AccountStatus status={status} />
        </Group>
        <Box mt="md">
          <DescriptionList>
            <DescriptionItem name={t("account.number")}>
              <CopyableNumber number={account.number} />
            </DescriptionItem>
            {isStaff && (
              <DescriptionItem name={t("account.owner")}>
                <Anchor component={Link} to={paths.member(account.owner.id)}>
                  {account.owner.full_name}
                </Anchor>
              </DescriptionItem>
            )}
            <DescriptionItem name={t("account.type")}>{accountTypeLabel(account)}</DescriptionItem>
            <DescriptionItem name={t("account.opened")}>{formatDate(account.opened_at)}</DescriptionItem>
            {account.closed_at && (
              <DescriptionItem name={t("account.closed")}>{formatDate(account.closed_at)}</DescriptionItem>
            )}
          </DescriptionList>
        </Box>
      </Paper>
      {status === "frozen" && <Alert color="blue">{t("account.frozen")}</Alert>}
    </Stack>
  );
}

function TransferButton({ account }: { account: Account }) {
  const { t } = useTranslation("accounts");
  const user = useUser();
  // Staff do not process payments on their own accounts.
  const isOwn = user.id === account.owner.id;
  if (account.status !== "active" || (user.role !== "member" && isOwn)) return null;
  return (
    <Button
      component={Link}
      to={paths.transferFrom(account.number)}
      leftSection={<IconArrowsExchange size={18} aria-hidden />}
    >
      {t("account.transfer")}
    </Button>
  );
}
