/** One account: its balance, transactions and statement. */

import { Alert, Anchor, Button, Grid, Group, Paper, Stack, Text } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { Link, useParams } from "react-router";
import { BankError } from "../../bank/errors";
import { useUser } from "../../react/use-session";
import { CopyableNumber } from "../../ui/account-number";
import { AccountStatus } from "../../ui/account-status";
import { DescriptionItem, DescriptionList } from "../../ui/description-list";
import { formatDate, formatMoney, Money } from "../../ui/money";
import { Page } from "../../ui/page";
import { QueryResult } from "../../ui/query-result";
import { accountName, accountTypeLabel } from "./account-labels";
import { type Account, useAccount } from "./api";
import { Entries } from "./entries";
import { StatementCard } from "./statement-card";

export function AccountPage() {
  const { number = "" } = useParams();
  const query = useAccount(number);
  if (query.error instanceof BankError && query.error.status === 404) return <AccountNotFound />;
  return (
    <Page
      title={query.data ? accountName(query.data) : "Account"}
      aside={query.data && <TransferButton account={query.data} />}
    >
      <QueryResult query={query}>
        {(account) => (
          <Grid gap="lg">
            <Grid.Col span={12}>
              <AccountSummary account={account} />
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
  const { balance, available_balance, currency, status } = account;
  const isStaff = useUser().role !== "member";
  return (
    <Stack gap="md">
      <Paper withBorder p={{ base: "md", sm: "lg" }}>
        <Group justify="space-between" align="start">
          <div>
            <Text c="dimmed" size="sm">
              Balance
            </Text>
            <Money amount={balance} currency={currency} fw={650} fz={{ base: 30, sm: 36 }} lh={1.2} />
            {available_balance !== balance && (
              <Text c="dimmed">{formatMoney(available_balance, currency)} available</Text>
            )}
          </div>
          <AccountStatus status={status} />
        </Group>
        <DescriptionList cols={{ base: 2, sm: 4 }} mt="md">
          <DescriptionItem name="Account number">
            <CopyableNumber number={account.number} />
          </DescriptionItem>
          {isStaff && <DescriptionItem name="Owner">{account.owner.full_name}</DescriptionItem>}
          <DescriptionItem name="Type">{accountTypeLabel(account)}</DescriptionItem>
          <DescriptionItem name="Opened">{formatDate(account.opened_at)}</DescriptionItem>
          {account.closed_at && <DescriptionItem name="Closed">{formatDate(account.closed_at)}</DescriptionItem>}
        </DescriptionList>
      </Paper>
      {status === "frozen" && (
        <Alert color="blue">This account is frozen. No money can be paid out of it. Please contact the branch.</Alert>
      )}
    </Stack>
  );
}

function TransferButton({ account }: { account: Account }) {
  if (useUser().role !== "member" || account.status !== "active") return null;
  return (
    <Button
      component={Link}
      to={`/transfer?from=${account.number}`}
      leftSection={<IconArrowsExchange size={18} aria-hidden />}
    >
      Transfer from this account
    </Button>
  );
}

function AccountNotFound() {
  return (
    <Page title="Account not found">
      <Text>
        There is no account with this number, or you do not have access to it.{" "}
        <Anchor component={Link} to="/accounts" underline="always">
          View accounts
        </Anchor>
      </Text>
    </Page>
  );
}
