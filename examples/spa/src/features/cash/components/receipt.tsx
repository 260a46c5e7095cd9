/** The receipt of a deposit or withdrawal. */

import { Button, Group, Skeleton, Stack, ThemeIcon } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Trans, useTranslation } from "react-i18next";
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
  const { t } = useTranslation(["cash", "common"]);
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
          <Trans
            t={t}
            i18nKey={kind === "deposit" ? "receipt.deposited" : "receipt.withdrawn"}
            components={{ money: <Money inherit amount={amount} currency={currency} /> }}
          />
        </StepTitle>
      </Group>
      <DescriptionList>
        <DescriptionItem name={t("receipt.number")}>{id}</DescriptionItem>
        <DescriptionItem name={t("receipt.date")}>{formatDateTime(booked_at)}</DescriptionItem>
        <DescriptionItem name={t("receipt.account")}>
          <AccountNumber number={number} />
        </DescriptionItem>
        <DescriptionItem name={t("receipt.member")}>
          {account.data ? account.data.owner.full_name : "…"}
        </DescriptionItem>
        <DescriptionItem name={t("receipt.balance")}>
          {account.data && !account.isFetching ? (
            <Money inherit fw={600} amount={account.data.balance} currency={currency} />
          ) : (
            !account.error && (
              <Skeleton
                component="span"
                display="inline-block"
                height={16}
                width={96}
                aria-label={t("common:loading")}
              />
            )
          )}
        </DescriptionItem>
        {description && <DescriptionItem name={t("receipt.description")}>{description}</DescriptionItem>}
      </DescriptionList>
      <ErrorAlert error={account.error} />
      <ReceiptButtons transaction={id} />
      <Group className="no-print">
        <Button size="md" onClick={() => onNext()}>
          {t("receipt.next")}
        </Button>
        {account.data && (
          <Button variant="default" size="md" onClick={() => onNext(account.data.owner.full_name)}>
            {t("receipt.same_member")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
