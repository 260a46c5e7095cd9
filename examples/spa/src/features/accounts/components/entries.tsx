/** The entries of an account, newest first, as an infinite list. */

import { EntryRow } from "@/components/ui/entry-row";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { QueryResult } from "@/components/ui/query-result";
import { Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import type { Account } from "@/types/api";
import { useEntryPages } from "../api/accounts";

export function Entries({ account: { number, currency } }: { account: Account }) {
  const list = useEntryPages(number);
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
