/** Accounts page by page, without an end. */

import { SimpleGrid, Stack, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { answered } from "../../bank/errors";
import type { operations } from "../../bank/schema";
import { bank } from "../../settings";
import { Answer } from "../../ui/answer";
import { at, BY_CURSOR } from "../../ui/cursor";
import { More } from "../../ui/more";
import { AccountCard } from "./card";

export type Filter = Pick<NonNullable<operations["list_accounts"]["parameters"]["query"]>, "search" | "status">;

interface AccountListProps {
  filter: Filter;
  withOwner?: boolean;
  ifNone?: ReactNode;
}

export function AccountList({ filter, withOwner = false, ifNone = <NoAccount /> }: AccountListProps) {
  const list = useInfiniteQuery({
    queryKey: ["accounts", "list", filter],
    queryFn: ({ pageParam }) =>
      answered(bank.api.GET("/api/accounts/", { params: { query: { ...filter, ...at(pageParam) } } })),
    ...BY_CURSOR,
    placeholderData: keepPreviousData,
  });
  return (
    <Answer query={list}>
      {({ pages }) => {
        const accounts = pages.flatMap(({ results }) => results);
        if (accounts.length === 0) return ifNone;
        return (
          <Stack gap="lg" aria-busy={list.isPlaceholderData}>
            <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
              {accounts.map((account) => (
                <li key={account.number}>
                  <AccountCard account={account} withOwner={withOwner} />
                </li>
              ))}
            </SimpleGrid>
            <More list={list} />
          </Stack>
        );
      }}
    </Answer>
  );
}

function NoAccount() {
  return <Text>You have no account yet. The counter opens one for you.</Text>;
}
