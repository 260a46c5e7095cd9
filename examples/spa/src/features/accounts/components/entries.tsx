/** The entries of an account, newest first, by day; searched and filtered. */

import { Button, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EntryRow } from "@/components/ui/entry-row";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { QueryResult } from "@/components/ui/query-result";
import { Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import type { Account, Entry } from "@/types/api";
import { fractionDigits } from "@/utils/amount";
import { formatDate } from "@/utils/format";
import { useEntryPages } from "../api/accounts";
import { EMPTY_FILTER, EntryFilter, toQuery } from "./entry-filter";

const DELAY_MS = 300;

export function Entries({ account: { number, currency, balance } }: { account: Account }) {
  const { t } = useTranslation("accounts");
  const [filter, setFilter] = useState(EMPTY_FILTER);
  const [debounced] = useDebouncedValue(filter, DELAY_MS);
  const query = toQuery(debounced, fractionDigits(balance), currency);
  const list = useEntryPages(number, query);
  const isFiltered = Object.keys(query).length > 0;
  return (
    <Section title={t("entries.title")}>
      <EntryFilter filter={filter} currency={currency} digits={fractionDigits(balance)} onChange={setFilter} />
      <QueryResult query={list}>
        {({ pages }) => {
          const days = byDay(pages.flatMap(({ results }) => results));
          if (days.length === 0 && isFiltered) return <NothingFound onReset={() => setFilter(EMPTY_FILTER)} />;
          if (days.length === 0) return <Text c="dimmed">{t("entries.none")}</Text>;
          return (
            <Stack gap="lg" aria-busy={list.isPlaceholderData}>
              {days.map(({ day, entries }) => (
                <Stack key={day} gap="xs">
                  <Text component="h3" size="sm" fw={600} m={0}>
                    {formatDate(day)}
                  </Text>
                  <Rows label={t("entries.of_day", { day: formatDate(day) })} empty="">
                    {entries.map((entry) => (
                      <EntryRow key={entry.id} entry={entry} currency={currency} withoutDate />
                    ))}
                  </Rows>
                </Stack>
              ))}
            </Stack>
          );
        }}
      </QueryResult>
      <InfiniteListFooter list={list} />
    </Section>
  );
}

function NothingFound({ onReset }: { onReset: () => void }) {
  const { t } = useTranslation("accounts");
  return (
    <Stack gap="sm" align="start">
      <Text c="dimmed" role="status">
        {t("entries.none_found")}
      </Text>
      <Button variant="default" size="xs" onClick={onReset}>
        {t("entries.show_all")}
      </Button>
    </Stack>
  );
}

/** The entries come sorted, newest first. */
function byDay(entries: Entry[]): { day: string; entries: Entry[] }[] {
  const days = new Map<string, Entry[]>();
  for (const entry of entries) days.set(entry.value_date, [...(days.get(entry.value_date) ?? []), entry]);
  return [...days].map(([day, ofDay]) => ({ day, entries: ofDay }));
}
