/** The transfer page: from one of the member's accounts to any other account. */

import { Paper, Text } from "@mantine/core";
import { useSearchParams } from "react-router";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import type { Account } from "@/types/api";
import { useOwnAccounts, useTransferLimit } from "../api/transfers";
import { Steps } from "../components/steps";
import type { Draft } from "../utils/draft";

export function TransferPage() {
  const query = useOwnAccounts();
  return (
    <Page title="Transfer">
      <QueryResult query={query}>{({ results }) => <TransferForm accounts={results} />}</QueryResult>
    </Page>
  );
}

function TransferForm({ accounts }: { accounts: Account[] }) {
  const limit = useTransferLimit();
  const [search] = useSearchParams();
  if (accounts.length === 0) return <Text>You have no account to pay from. Ask a cashier to open one.</Text>;
  return (
    <Paper withBorder p={{ base: "md", sm: "xl" }} maw={620}>
      <Steps accounts={accounts} leftToday={limit.data?.transfer.left ?? null} given={fieldsFrom(search)} />
    </Paper>
  );
}

/** The fields in a link to this page: from an account, or to repeat a payment. */
function fieldsFrom(search: URLSearchParams): Partial<Draft> {
  const names = { from: "from_account", to: "to_account", amount: "amount", description: "description" } as const;
  return Object.fromEntries(
    Object.entries(names).flatMap(([param, field]) => {
      const value = search.get(param);
      return value === null ? [] : [[field, value]];
    }),
  );
}
