/** Step 3: the receipt. */

import { Button, Group, Stack, ThemeIcon } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
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
  const { t } = useTranslation("transfers");
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
        <StepTitle step={t("step", { step: 3 })}>{t("receipt.title")}</StepTitle>
      </Group>
      <Money amount={amount} currency={currency} fz={34} fw={650} lh={1.2} />
      <DescriptionList>
        <DescriptionItem name={t("from")}>
          <bdi>{from && accountName(from)}</bdi> <AccountNumber number={from_account ?? ""} c="dimmed" />
        </DescriptionItem>
        <DescriptionItem name={t("to")}>
          <bdi>{own ? accountName(own) : payee}</bdi> <AccountNumber number={to_account ?? ""} c="dimmed" />
        </DescriptionItem>
        <DescriptionItem name={t("description")}>{description || t("no_description")}</DescriptionItem>
        <DescriptionItem name={t("receipt.date")}>{formatDateTime(booked_at)}</DescriptionItem>
        <DescriptionItem name={t("number")}>{id}</DescriptionItem>
      </DescriptionList>
      <ReceiptButtons transaction={id} />
      <Group justify="space-between" wrap="wrap-reverse" className="no-print">
        <Button variant="default" size="md" onClick={onAgain}>
          {t("receipt.again")}
        </Button>
        <Button size="md" component={Link} to={paths.account(from_account ?? "")}>
          {t("receipt.account")}
        </Button>
      </Group>
    </Stack>
  );
}
