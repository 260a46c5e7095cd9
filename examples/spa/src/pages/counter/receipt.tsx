/** What was done, with the number it can be found by. */

import { Button, Group, Skeleton, Stack, ThemeIcon } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { Transaction } from "../../bank/payments";
import { AccountNumber } from "../../ui/account-number";
import { Fact, Facts } from "../../ui/facts";
import { formatMoment, Money } from "../../ui/money";
import { Refusal } from "../../ui/refusal";
import { StepTitle } from "../../ui/step-title";
import { useAccount } from "../accounts/read";

export function Receipt({ transaction, onNext }: { transaction: Transaction; onNext: () => void }) {
  const { id, kind, amount, currency, description, booked_at } = transaction;
  const number = transaction.to_account ?? transaction.from_account ?? "";
  const account = useAccount(number);
  return (
    <Stack>
      <Group gap="sm" wrap="nowrap">
        <ThemeIcon radius="xl" size={38} aria-hidden>
          <IconCheck size={22} />
        </ThemeIcon>
        <StepTitle order={3} size="h4">
          {kind === "deposit" ? "Taken in" : "Paid out"}: <Money inherit amount={amount} currency={currency} />
        </StepTitle>
      </Group>
      <Facts cols={2}>
        <Fact name="Transaction">{id}</Fact>
        <Fact name="When">{formatMoment(booked_at)}</Fact>
        <Fact name="Account">
          <AccountNumber number={number} />
        </Fact>
        <Fact name="Member">{account.data ? account.data.owner.full_name : "…"}</Fact>
        <Fact name="New balance">
          {account.data && !account.isFetching ? (
            <Money inherit fw={600} amount={account.data.balance} currency={currency} />
          ) : (
            !account.error && (
              <Skeleton component="span" display="inline-block" height={16} width={96} aria-label="One moment" />
            )
          )}
        </Fact>
        {description && <Fact name="Description">{description}</Fact>}
      </Facts>
      <Refusal error={account.error} />
      <Button size="md" w="fit-content" onClick={onNext}>
        Serve the next
      </Button>
    </Stack>
  );
}
