/** What moved on an account, newest first, without an end. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { answered } from "../../bank/errors";
import { bank } from "../../settings";
import { Answer } from "../../ui/answer";
import { at, BY_CURSOR } from "../../ui/cursor";
import { EntryRow } from "../../ui/entry-row";
import { More } from "../../ui/more";
import { Rows } from "../../ui/rows";
import { Section } from "../../ui/section";
import type { Account } from "./read";

/** A screen or two: more come as one reads on. */
const PAGE_SIZE = 20;

export function Entries({ account: { number, currency } }: { account: Account }) {
  const list = useInfiniteQuery({
    queryKey: ["accounts", number, "entries"],
    queryFn: ({ pageParam }) =>
      answered(
        bank.api.GET("/api/accounts/{number}/entries/", {
          params: { path: { number }, query: { page_size: PAGE_SIZE, ...at(pageParam) } },
        }),
      ),
    ...BY_CURSOR,
  });
  return (
    <Section title="Movements">
      <Answer query={list}>
        {({ pages }) => (
          <Rows label="Movements" empty="Nothing has moved on this account yet.">
            {pages
              .flatMap(({ results }) => results)
              .map((entry) => (
                <EntryRow key={entry.id} entry={entry} currency={currency} />
              ))}
          </Rows>
        )}
      </Answer>
      <More list={list} />
    </Section>
  );
}
