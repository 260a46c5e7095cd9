/** A member pays from an account of theirs to any other: the details, a last look, the receipt. */

import { Paper, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { answered } from "../../bank/errors";
import { bank } from "../../settings";
import { Answer } from "../../ui/answer";
import { Page } from "../../ui/page";
import type { Account } from "../accounts/read";
import { Steps } from "./steps";

export function TransferPage() {
  const [search] = useSearchParams();
  const query = useQuery({
    queryKey: ["accounts", "own", "active"],
    queryFn: () =>
      answered(bank.api.GET("/api/accounts/", { params: { query: { status: "active", page_size: 200 } } })),
  });
  return (
    <Page title="Transfer">
      <Answer query={query}>{({ results }) => <ForAccounts accounts={results} from={search.get("from")} />}</Answer>
    </Page>
  );
}

function ForAccounts({ accounts, from }: { accounts: Account[]; from: string | null }) {
  if (accounts.length === 0) return <Text>You have no account to pay from. The counter opens one for you.</Text>;
  const chosen = accounts.find(({ number }) => number === from) ?? (accounts.length === 1 ? accounts[0] : undefined);
  return (
    <Paper withBorder p={{ base: "md", sm: "xl" }} maw={620}>
      <Steps accounts={accounts} from={chosen?.number ?? ""} />
    </Paper>
  );
}
