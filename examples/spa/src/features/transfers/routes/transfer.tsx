/** The transfer page: from one of the member's accounts to any other account. */

import { Paper, Text } from "@mantine/core";
import { useSearchParams } from "react-router";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { $api } from "@/lib/api";
import type { Account } from "@/types/api";
import { Steps } from "../components/steps";

export function TransferPage() {
  const [search] = useSearchParams();
  const params = { query: { status: "active" as const, page_size: 200 } };
  const query = $api.useQuery("get", "/api/accounts/", { params });
  return (
    <Page title="Transfer">
      <QueryResult query={query}>
        {({ results }) => <TransferForm accounts={results} from={search.get("from")} />}
      </QueryResult>
    </Page>
  );
}

function TransferForm({ accounts, from }: { accounts: Account[]; from: string | null }) {
  if (accounts.length === 0) return <Text>You have no account to pay from. Ask a cashier to open one.</Text>;
  const selected = accounts.find(({ number }) => number === from) ?? (accounts.length === 1 ? accounts[0] : undefined);
  return (
    <Paper withBorder p={{ base: "md", sm: "xl" }} maw={620}>
      <Steps accounts={accounts} from={selected?.number ?? ""} />
    </Paper>
  );
}
