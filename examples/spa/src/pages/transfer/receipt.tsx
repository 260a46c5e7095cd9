/** Step 3: it is paid. */

import { Button, Group, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Transaction } from "../../bank/payments";
import { AccountNumber } from "../../ui/account-number";
import { Fact, Facts } from "../../ui/facts";
import { formatMoment, Money } from "../../ui/money";
import { StepTitle } from "../../ui/step-title";
import { nameOf } from "../accounts/name";
import type { Account } from "../accounts/read";

interface ReceiptProps {
  transaction: Transaction;
  accounts: Account[];
  onAgain: () => void;
}

export function Receipt({ transaction, accounts, onAgain }: ReceiptProps) {
  const { id, amount, currency, from_account, to_account, description, booked_at } = transaction;
  const from = accounts.find(({ number }) => number === from_account);
  return (
    <Stack gap="lg">
      <Group gap="sm" wrap="nowrap">
        <ThemeIcon radius="xl" size={38} aria-hidden>
          <IconCheck size={22} />
        </ThemeIcon>
        <StepTitle step="Step 3 of 3">It is paid</StepTitle>
      </Group>
      <Money amount={amount} currency={currency} fz={34} fw={650} lh={1.2} />
      <Facts>
        <Fact name="From">
          {from && nameOf(from)} <AccountNumber number={from_account ?? ""} c="dimmed" />
        </Fact>
        <Fact name="To">
          <AccountNumber number={to_account ?? ""} />
        </Fact>
        <Fact name="Description">{description || "None"}</Fact>
        <Fact name="When">{formatMoment(booked_at)}</Fact>
        <Fact name="Transaction">{id}</Fact>
      </Facts>
      <Text c="dimmed" size="sm">
        You find it among the movements of your account at any time.
      </Text>
      <Group justify="space-between" wrap="wrap-reverse">
        <Button variant="default" size="md" onClick={onAgain}>
          Pay something else
        </Button>
        <Button size="md" component={Link} to={`/accounts/${from_account}`}>
          See the account
        </Button>
      </Group>
    </Stack>
  );
}
