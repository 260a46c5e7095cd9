/** The transfer page: from one of the member's accounts to any other account. Staff transfer for the owner of an account. */

import { Anchor, Paper, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import type { Account } from "@/types/api";
import { decimalSeparator } from "@/utils/locale";
import { useAccount, useAccountsOf, useOwnAccounts, useTransferLimit } from "../api/transfers";
import { Steps } from "../components/steps";
import type { Draft } from "../utils/draft";
import { limitFor } from "../utils/limit";

export function TransferPage() {
  const [search] = useSearchParams();
  const from = search.get("from");
  if (useUser().role === "member") return <OwnTransfer />;
  return from ? <TransferForMember from={from} /> : <NoAccount />;
}

function OwnTransfer() {
  const { t } = useTranslation("transfers");
  const query = useOwnAccounts();
  return (
    <Page title={t("title")}>
      <QueryResult query={query}>
        {({ results }) => <TransferForm accounts={results} draftName="transfer" />}
      </QueryResult>
    </Page>
  );
}

function TransferForMember({ from }: { from: string }) {
  const { t } = useTranslation("transfers");
  const query = useAccount(from);
  return (
    <Page title={query.data ? t("title_for", { name: query.data.owner.full_name }) : t("title")}>
      <QueryResult query={query}>{({ owner }) => <FromAccountsOf owner={owner.id} />}</QueryResult>
    </Page>
  );
}

function FromAccountsOf({ owner }: { owner: number }) {
  const query = useAccountsOf(owner);
  return (
    <QueryResult query={query}>
      {({ results }) => <TransferForm accounts={results} draftName={`transfer-for-${owner}`} />}
    </QueryResult>
  );
}

function TransferForm({ accounts, draftName }: { accounts: Account[]; draftName: string }) {
  const { t } = useTranslation("transfers");
  const limit = useTransferLimit();
  const { role } = useUser();
  const [search] = useSearchParams();
  if (accounts.length === 0) return <Text>{t("no_account")}</Text>;
  return (
    <Paper withBorder p={{ base: "md", sm: "xl" }} maw={620}>
      <Steps
        accounts={accounts}
        limit={limitFor(role, limit.data?.transfer.left ?? null)}
        draftName={draftName}
        given={fieldsFrom(search)}
      />
    </Paper>
  );
}

function NoAccount() {
  const { t } = useTranslation("transfers");
  return (
    <Page title={t("title")}>
      <Text>
        {t("choose_account")}{" "}
        <Anchor component={Link} to={paths.accounts} underline="always">
          {t("view_accounts")}
        </Anchor>
      </Text>
    </Page>
  );
}

/** The fields in a link to this page: from an account, or to repeat a payment. */
function fieldsFrom(search: URLSearchParams): Partial<Draft> {
  const names = { from: "from_account", to: "to_account", amount: "amount", description: "description" } as const;
  return Object.fromEntries(
    Object.entries(names).flatMap(([param, field]) => {
      const value = search.get(param);
      if (value === null) return [];
      // Links have the decimal point of the API.
      return [[field, field === "amount" ? value.replace(".", decimalSeparator()) : value]];
    }),
  );
}
