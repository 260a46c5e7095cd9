/** The entries of an account, newest first, as an infinite list. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { unwrap } from "../../bank/errors";
import { bank } from "../../settings";
import { cursorPagination, cursorParam } from "../../ui/cursor-pagination";
import { EntryRow } from "../../ui/entry-row";
import { InfiniteListFooter } from "../../ui/infinite-list-footer";
import { QueryResult } from "../../ui/query-result";
import { Rows } from "../../ui/rows";
import { Section } from "../../ui/section";
import type { Account } from "./api";

/** About two screens. */
const PAGE_SIZE = 20;

export function Entries({ account: { number, currency } }: { account: Account }) {
  const list = useInfiniteQuery({
    queryKey: ["accounts", number, "entries"],
    queryFn: ({ pageParam }) =>
      unwrap(
        bank.api.GET("/api/accounts/{number}/entries/", {
          params: { path: { number }, query: { page_size: PAGE_SIZE, ...cursorParam(pageParam) } },
        }),
      ),
    ...cursorPagination,
  });
  return (
    <Section title="Transactions">
      <QueryResult query={list}>
        {({ pages }) => (
          <Rows label="Transactions" empty="No transactions yet.">
            {pages
              .flatMap(({ results }) => results)
              .map((entry) => (
                <EntryRow key={entry.id} entry={entry} currency={currency} />
              ))}
          </Rows>
        )}
      </QueryResult>
      <InfiniteListFooter list={list} />
    </Section>
  );
}
