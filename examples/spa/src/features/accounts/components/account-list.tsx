/** An infinite list of accounts. */

import { SimpleGrid, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AccountCard } from "@/components/ui/account-card";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { QueryResult } from "@/components/ui/query-result";
import { type AccountFilter, useAccountPages } from "../api/accounts";

interface AccountListProps {
  filter: AccountFilter;
  withOwner?: boolean;
  empty?: ReactNode;
}

export function AccountList({ filter, withOwner = false, empty = <NoAccounts /> }: AccountListProps) {
  const list = useAccountPages(filter);
  return (
    <QueryResult query={list}>
      {({ pages }) => {
        const accounts = pages.flatMap(({ results }) => results);
        if (accounts.length === 0) return empty;
        return (
          <Stack gap="lg" aria-busy={list.isPlaceholderData}>
            <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
              {accounts.map((account) => (
                <li key={account.number}>
                  <AccountCard account={account} withOwner={withOwner} />
                </li>
              ))}
            </SimpleGrid>
            <InfiniteListFooter list={list} />
          </Stack>
        );
      }}
    </QueryResult>
  );
}

function NoAccounts() {
  const { t } = useTranslation("accounts");
  return <Text>{t("none")}</Text>;
}
