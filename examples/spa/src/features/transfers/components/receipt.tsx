/** Step 3: the receipt. */

import { Button, Group, Stack, ThemeIcon } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "react-router";
import { AccountNumber } from "@/components/ui/account-number";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import { ReceiptButtons } from "@/components/ui/receipt-buttons";
import { StepTitle } from "@/components/ui/step-title";
import { paths } from "@/config/paths";
import type { Transaction } from "@/lib/bank-client/payments";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { formatDateTime } from "@/utils/format";
import { usePayeeName } from "../api/transfers";

interface ReceiptProps {
  transaction: Transaction;
  accounts: Account[];
  onAgain: () => void;
}

export function Receipt({ transaction, accounts, onAgain }: ReceiptProps) {
  const { id, amount, currency, from_account, to_account, description, booked_at } = transaction;
  const from = accounts.find(({ number }) => number === from_account);
  const own = accounts.find(({ number }) => number === to_account);
  const payee = usePayeeName(to_account ?? "");
  return (
    <Stack gap="lg">
      <Group gap="sm" wrap="nowrap">
        <ThemeIcon radius="xl" size={38} aria-hidden>
          <IconCheck size={22} />
        </ThemeIcon>
        <StepTitle step="Step 3 of 3">Payment sent</StepTitle>
      </Group>
      <Money amount={amount} currency={currency} fz={34} fw={650} lh={1.2} />
      <DescriptionList>
        <DescriptionItem name="From">
          {from && accountName(from)} <AccountNumber number={from_account ?? ""} c="dimmed" />
        </DescriptionItem>
        <DescriptionItem name="To">
          {own ? accountName(own) : payee} <AccountNumber number={to_account ?? ""} c="dimmed" />
        </DescriptionItem>
        <DescriptionItem name="Description">{description || "None"}</DescriptionItem>
        <DescriptionItem name="Date">{formatDateTime(booked_at)}</DescriptionItem>
        <DescriptionItem name="Transaction number">{id}</DescriptionItem>
      </DescriptionList>
      <ReceiptButtons transaction={id} />
      <Group justify="space-between" wrap="wrap-reverse" className="no-print">
        <Button variant="default" size="md" onClick={onAgain}>
          Make another payment
        </Button>
        <Button size="md" component={Link} to={paths.account(from_account ?? "")}>
          View account
        </Button>
      </Group>
    </Stack>
  );
}
