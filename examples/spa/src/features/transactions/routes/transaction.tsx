/** One transaction with its receipt. */

import { Alert, Anchor, Button, Group, Stack } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AccountNumber } from "@/components/ui/account-number";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import { ObjectNotFound } from "@/components/ui/object-not-found";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { ReceiptButtons } from "@/components/ui/receipt-buttons";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import { useIdParam } from "@/hooks/use-id-param";
import { useUser } from "@/hooks/use-session";
import { $api } from "@/lib/api";
import { isNotFound } from "@/lib/bank-client/errors";
import type { components } from "@/lib/bank-client/schema";
import { formatDate, formatDateTime } from "@/utils/format";
import { transactionTypeName } from "@/utils/transaction-types";
import { ReverseTransaction } from "../components/reverse-transaction";

type Receipt = components["schemas"]["Receipt"];

export function TransactionPage() {
  const id = useIdParam();
  return id === null ? <TransactionNotFound /> : <KnownTransaction id={id} />;
}

function KnownTransaction({ id }: { id: number }) {
  const { t } = useTranslation("transactions");
  const params = { path: { transaction_id: id }, query: { format: "json" as const } };
  const query = $api.useQuery("get", "/api/transactions/{transaction_id}/receipt/", { params });
  if (isNotFound(query.error)) return <TransactionNotFound />;
  // This path returns one of two formats; JSON was requested.
  const receipt = { ...query, data: query.data as Receipt | undefined };
  return (
    <Page title={t("title", { id })}>
      <QueryResult query={receipt}>{(data) => <Details receipt={data} />}</QueryResult>
    </Page>
  );
}

function Details({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation("transactions");
  const { kind, amount, currency, description, booked_at, value_date, reverses, reversed_by } = receipt;
  return (
    <Stack gap="lg" maw={760}>
      {reversed_by !== null && (
        <Alert color="blue">
          <Trans
            t={t}
            i18nKey="reversed_by"
            values={{ id: reversed_by }}
            components={{
              reversal: <Anchor component={Link} to={paths.transaction(reversed_by)} inherit underline="always" />,
            }}
          />
        </Alert>
      )}
      <Section title={transactionTypeName(kind)} note={receipt.bank_name}>
        <Money
          amount={amount}
          currency={currency}
          fz={34}
          fw={650}
          lh={1.2}
          {...(reversed_by !== null && { td: "line-through" })}
        />
        <DescriptionList>
          <Party name={t("from")} party={receipt.from_account} />
          <Party name={t("to")} party={receipt.to_account} />
          {description && <DescriptionItem name={t("description")}>{description}</DescriptionItem>}
          <DescriptionItem name={t("booked")}>{formatDateTime(booked_at)}</DescriptionItem>
          <DescriptionItem name={t("value_date")}>{formatDate(value_date)}</DescriptionItem>
          <DescriptionItem name={t("number")}>{receipt.transaction}</DescriptionItem>
          <DescriptionItem name={t("status.label")}>
            {t(reversed_by === null ? "status.booked" : "status.reversed")}
          </DescriptionItem>
          {reverses !== null && (
            <DescriptionItem name={t("reverses.label")}>
              <Anchor component={Link} to={paths.transaction(reverses)}>
                {t("reverses.link", { id: reverses })}
              </Anchor>
            </DescriptionItem>
          )}
        </DescriptionList>
        <ReceiptButtons transaction={receipt.transaction} />
        <PayAgain receipt={receipt} />
        <ReverseTransaction receipt={receipt} />
      </Section>
    </Stack>
  );
}

function Party({ name, party }: { name: string; party: Receipt["from_account"] }) {
  if (!party) return null;
  return (
    <DescriptionItem name={name}>
      <bdi>{party.name}</bdi> <AccountNumber number={party.number} c="dimmed" />
    </DescriptionItem>
  );
}

/** Repeats a transfer of the member's own. */
function PayAgain({ receipt: { kind, from_account, to_account, amount, description } }: { receipt: Receipt }) {
  const { t } = useTranslation("transactions");
  const user = useUser();
  const isOwn = user.role === "member" && from_account?.name === user.full_name;
  if (kind !== "transfer" || !isOwn || !from_account || !to_account) return null;
  const fields = { from: from_account.number, to: to_account.number, amount, description };
  return (
    <Group className="no-print">
      <Button component={Link} to={`${paths.transfer}?${new URLSearchParams(fields)}`}>
        {t("pay_again")}
      </Button>
    </Group>
  );
}

function TransactionNotFound() {
  return <ObjectNotFound object="transaction" to={paths.accounts} />;
}
