/** One transaction with its receipt. */

import { Alert, Anchor, Button, Group, Stack } from "@mantine/core";
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
  const params = { path: { transaction_id: id }, query: { format: "json" as const } };
  const query = $api.useQuery("get", "/api/transactions/{transaction_id}/receipt/", { params });
  if (isNotFound(query.error)) return <TransactionNotFound />;
  // This path returns one of two formats; JSON was requested.
  const receipt = { ...query, data: query.data as Receipt | undefined };
  return (
    <Page title={`Transaction ${id}`}>
      <QueryResult query={receipt}>{(data) => <Details receipt={data} />}</QueryResult>
    </Page>
  );
}

function Details({ receipt }: { receipt: Receipt }) {
  const { kind, amount, currency, description, booked_at, value_date, reverses, reversed_by } = receipt;
  return (
    <Stack gap="lg" maw={760}>
      {reversed_by !== null && (
        <Alert color="blue">
          This transaction was reversed by{" "}
          <Anchor component={Link} to={paths.transaction(reversed_by)} inherit underline="always">
            transaction {reversed_by}
          </Anchor>
          .
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
          <Party name="From" party={receipt.from_account} />
          <Party name="To" party={receipt.to_account} />
          {description && <DescriptionItem name="Description">{description}</DescriptionItem>}
          <DescriptionItem name="Booked">{formatDateTime(booked_at)}</DescriptionItem>
          <DescriptionItem name="Value date">{formatDate(value_date)}</DescriptionItem>
          <DescriptionItem name="Transaction number">{receipt.transaction}</DescriptionItem>
          <DescriptionItem name="Status">{reversed_by === null ? "Booked" : "Reversed"}</DescriptionItem>
          {reverses !== null && (
            <DescriptionItem name="Reverses">
              <Anchor component={Link} to={paths.transaction(reverses)}>
                Transaction {reverses}
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
      {party.name} <AccountNumber number={party.number} c="dimmed" />
    </DescriptionItem>
  );
}

/** Repeats a transfer of the member's own. */
function PayAgain({ receipt: { kind, from_account, to_account, amount, description } }: { receipt: Receipt }) {
  const user = useUser();
  const isOwn = user.role === "member" && from_account?.name === user.full_name;
  if (kind !== "transfer" || !isOwn || !from_account || !to_account) return null;
  const fields = { from: from_account.number, to: to_account.number, amount, description };
  return (
    <Group className="no-print">
      <Button component={Link} to={`${paths.transfer}?${new URLSearchParams(fields)}`}>
        Pay again
      </Button>
    </Group>
  );
}

function TransactionNotFound() {
  return <ObjectNotFound object="transaction" to={paths.accounts} />;
}
