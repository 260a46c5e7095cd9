/** The transfer page: from one of the member's accounts to any other account. */

import { Paper, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { unwrap } from "../../bank/errors";
import { bank } from "../../settings";
import { Page } from "../../ui/page";
import { QueryResult } from "../../ui/query-result";
import type { Account } from "../accounts/api";
import { Steps } from "./steps";

export function TransferPage() {
  const [search] = useSearchParams();
  const query = useQuery({
    queryKey: ["accounts", "own", "active"],
    queryFn: () => unwrap(bank.api.GET("/api/accounts/", { params: { query: { status: "active", page_size: 200 } } })),
  });
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
