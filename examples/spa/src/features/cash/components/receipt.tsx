/** The receipt of a deposit or withdrawal. */

import { Button, Group, Skeleton, Stack, ThemeIcon } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { AccountNumber } from "@/components/ui/account-number";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Money } from "@/components/ui/money";
import { ReceiptButtons } from "@/components/ui/receipt-buttons";
import { StepTitle } from "@/components/ui/step-title";
import { $api } from "@/lib/api";
import type { Transaction } from "@/lib/bank-client/payments";
import { formatDateTime } from "@/utils/format";

export function Receipt({ transaction, onNext }: { transaction: Transaction; onNext: (search?: string) => void }) {
  const { id, kind, amount, currency, description, booked_at } = transaction;
  const number = transaction.to_account ?? transaction.from_account ?? "";
  const account = $api.useQuery("get", "/api/accounts/{number}/", { params: { path: { number } } });
  return (
    <Stack>
      <Group gap="sm" wrap="nowrap">
        <ThemeIcon radius="xl" size={38} aria-hidden>
          <IconCheck size={22} />
        </ThemeIcon>
        <StepTitle order={3} size="h4">
          {kind === "deposit" ? "Deposited" : "Withdrawn"}: <Money inherit amount={amount} currency={currency} />
        </StepTitle>
      </Group>
      <DescriptionList>
        <DescriptionItem name="Transaction number">{id}</DescriptionItem>
        <DescriptionItem name="Date">{formatDateTime(booked_at)}</DescriptionItem>
        <DescriptionItem name="Account">
          <AccountNumber number={number} />
        </DescriptionItem>
        <DescriptionItem name="Member">{account.data ? account.data.owner.full_name : "…"}</DescriptionItem>
        <DescriptionItem name="New balance">
          {account.data && !account.isFetching ? (
            <Money inherit fw={600} amount={account.data.balance} currency={currency} />
          ) : (
            !account.error && (
              <Skeleton component="span" display="inline-block" height={16} width={96} aria-label="Loading" />
            )
          )}
        </DescriptionItem>
        {description && <DescriptionItem name="Description">{description}</DescriptionItem>}
      </DescriptionList>
      <ErrorAlert error={account.error} />
      <ReceiptButtons transaction={id} />
      <Group className="no-print">
        <Button size="md" onClick={() => onNext()}>
          New transaction
        </Button>
        {account.data && (
          <Button variant="default" size="md" onClick={() => onNext(account.data.owner.full_name)}>
            Same member again
          </Button>
        )}
      </Group>
    </Stack>
  );
}
