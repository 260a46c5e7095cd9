/** Searches and filters the entries of an account. */

import { Button, Collapse, Group, SegmentedControl, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFilter, IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AmountInput } from "@/components/ui/amount-input";
import { parseTypedAmount } from "@/utils/amount";
import { amountErrorMessage } from "@/utils/amount-messages";
import type { EntryQuery } from "../api/accounts";

export interface Filter {
  search: string;
  direction: "all" | "credit" | "debit";
  from: string;
  to: string;
  /** As typed. */
  min_amount: string;
  max_amount: string;
}

export const EMPTY_FILTER: Filter = { search: "", direction: "all", from: "", to: "", min_amount: "", max_amount: "" };

interface Props {
  filter: Filter;
  currency: string;
  digits: number;
  onChange: (filter: Filter) => void;
}

export function EntryFilter({ filter, currency, digits, onChange }: Props) {
  const { t } = useTranslation("accounts");
  const [isOpen, { toggle }] = useDisclosure();
  const set = (change: Partial<Filter>) => onChange({ ...filter, ...change });
  const amount = (name: "min_amount" | "max_amount") => (
    <AmountInput
      label={t(`filter.${name}`)}
      currency={currency}
      value={filter[name]}
      onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
      error={amountError(filter[name], digits, currency)}
    />
  );
  return (
    <Stack gap="sm" component="search" className="no-print">
      <Group align="end" gap="sm">
        <TextInput
          aria-label={t("filter.search")}
          placeholder={t("filter.search_hint")}
          type="search"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={filter.search}
          onChange={({ currentTarget }) => set({ search: currentTarget.value })}
          style={{ flex: "1 1 180px" }}
        />
        <Button
          variant="default"
          leftSection={<IconFilter size={16} aria-hidden />}
          onClick={toggle}
          aria-expanded={isOpen}
        >
          {t("filter.open")}
        </Button>
      </Group>
      <Collapse expanded={isOpen}>
        <Stack gap="sm">
          <SegmentedControl
            aria-label={t("filter.direction")}
            data={[
              { value: "all", label: t("filter.all") },
              { value: "credit", label: t("filter.credit") },
              { value: "debit", label: t("filter.debit") },
            ]}
            value={filter.direction}
            onChange={(direction) => set({ direction: direction as Filter["direction"] })}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput
              type="date"
              label={t("filter.from")}
              max={filter.to}
              value={filter.from}
              onChange={({ currentTarget }) => set({ from: currentTarget.value })}
            />
            <TextInput
              type="date"
              label={t("filter.to")}
              min={filter.from}
              value={filter.to}
              onChange={({ currentTarget }) => set({ to: currentTarget.value })}
              error={filter.from && filter.to && filter.to < filter.from && t("filter.reversed_days")}
            />
            {amount("min_amount")}
            {amount("max_amount")}
          </SimpleGrid>
          <Button variant="subtle" size="xs" w="fit-content" onClick={() => onChange(EMPTY_FILTER)}>
            {t("filter.clear")}
          </Button>
        </Stack>
      </Collapse>
    </Stack>
  );
}

/** The parameters of the request. What cannot be read is left out, and marked at its field. */
export function toQuery(filter: Filter, digits: number, currency: string): EntryQuery {
  const { direction, from, to } = filter;
  const search = filter.search.trim();
  const min = parseTypedAmount(filter.min_amount, digits, currency).amount;
  const max = parseTypedAmount(filter.max_amount, digits, currency).amount;
  const isReversed = from && to && to < from;
  return {
    ...(search && { search }),
    ...(direction !== "all" && { direction }),
    ...(from && !isReversed && { from }),
    ...(to && !isReversed && { to }),
    ...(min && { min_amount: min }),
    ...(max && { max_amount: max }),
  };
}

function amountError(typed: string, digits: number, currency: string): string | null {
  const { error } = parseTypedAmount(typed, digits, currency);
  return error && error !== "missing" ? amountErrorMessage(error, digits) : null;
}
