/** One account: what is on it, what moved, and its statement. */

import { Alert, Anchor, Button, Grid, Group, Paper, Stack, Text } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { Link, useParams } from "react-router";
import { BankError } from "../../bank/errors";
import { useUser } from "../../react/session";
import { CopyableNumber } from "../../ui/account-number";
import { AccountStatus } from "../../ui/account-status";
import { Answer } from "../../ui/answer";
import { Fact, Facts } from "../../ui/facts";
import { formatDay, formatMoney, Money } from "../../ui/money";
import { Page } from "../../ui/page";
import { Entries } from "./entries";
import { nameOf, typeOf } from "./name";
import { type Account, useAccount } from "./read";
import { StatementCard } from "./statement";

export function AccountPage() {
  const { number = "" } = useParams();
  const query = useAccount(number);
  if (query.error instanceof BankError && query.error.status === 404) return <NoSuchAccount />;
  return (
    <Page title={query.data ? nameOf(query.data) : "Account"} beside={query.data && <Transfer account={query.data} />}>
      <Answer query={query}>
        {(account) => (
          <Grid gap="lg">
            <Grid.Col span={12}>
              <Head account={account} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 4 }} order={{ base: 1, md: 2 }}>
              <StatementCard account={account} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 8 }} order={{ base: 2, md: 1 }}>
              <Entries account={account} />
            </Grid.Col>
          </Grid>
        )}
      </Answer>
    </Page>
  );
}

function Head({ account }: { account: Account }) {
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
              <Text c="dimmed">{formatMoney(available_balance, currency)} of it can be paid out</Text>
            )}
          </div>
          <AccountStatus status={status} />
        </Group>
        <Facts cols={{ base: 2, sm: 4 }} mt="md">
          <Fact name="Number">
            <CopyableNumber number={account.number} />
          </Fact>
          {isStaff && <Fact name="Owner">{account.owner.full_name}</Fact>}
          <Fact name="Kind">{typeOf(account)}</Fact>
          <Fact name="Opened">{formatDay(account.opened_at)}</Fact>
          {account.closed_at && <Fact name="Closed">{formatDay(account.closed_at)}</Fact>}
        </Facts>
      </Paper>
      {status === "frozen" && (
        <Alert color="blue">This account is frozen: nothing can be paid out of it. The counter tells you why.</Alert>
      )}
    </Stack>
  );
}

function Transfer({ account }: { account: Account }) {
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

function NoSuchAccount() {
  return (
    <Page title="No such account">
      <Text>
        There is no account with this number, or it is not yours.{" "}
        <Anchor component={Link} to="/accounts" underline="always">
          See your accounts
        </Anchor>
      </Text>
    </Page>
  );
}
