/** An infinite list of accounts. */

import { SimpleGrid, Stack, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { unwrap } from "../../bank/errors";
import type { operations } from "../../bank/schema";
import { bank } from "../../settings";
import { cursorPagination, cursorParam } from "../../ui/cursor-pagination";
import { InfiniteListFooter } from "../../ui/infinite-list-footer";
import { QueryResult } from "../../ui/query-result";
import { AccountCard } from "./account-card";

export type Filter = Pick<NonNullable<operations["list_accounts"]["parameters"]["query"]>, "search" | "status">;

interface AccountListProps {
  filter: Filter;
  withOwner?: boolean;
  empty?: ReactNode;
}

export function AccountList({ filter, withOwner = false, empty = <NoAccounts /> }: AccountListProps) {
  const list = useInfiniteQuery({
    queryKey: ["accounts", "list", filter],
    queryFn: ({ pageParam }) =>
      unwrap(bank.api.GET("/api/accounts/", { params: { query: { ...filter, ...cursorParam(pageParam) } } })),
    ...cursorPagination,
    placeholderData: keepPreviousData,
  });
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
  return <Text>You have no accounts yet. Ask a cashier to open one.</Text>;
}
