/** The loans page: loans by status, pending ones by default. */

import { NativeSelect, Stack } from "@mantine/core";
import { useSearchParams } from "react-router";
import { Page } from "@/components/ui/page";
import type { LoanStatus } from "@/types/api";
import { LoanList } from "../components/loan-list";
import { LOAN_STATUSES } from "../components/loan-status";

const OPTIONS = [
  ...Object.entries(LOAN_STATUSES).map(([value, { label }]) => ({ value, label })),
  { value: "all", label: "All loans" },
];

export function LoansPage() {
  // The status is in the URL, so that going back from a loan restores the list.
  const [search, setSearch] = useSearchParams();
  const requested = search.get("status") ?? "applied";
  const selected = OPTIONS.some(({ value }) => value === requested) ? requested : "applied";
  return (
    <Page title="Loans">
      <Stack gap="lg">
        <NativeSelect
          label="Status"
          maw={320}
          data={OPTIONS}
          value={selected}
          onChange={({ currentTarget }) => setSearch({ status: currentTarget.value }, { replace: true })}
        />
        <LoanList key={selected} status={selected === "all" ? null : (selected as LoanStatus)} />
      </Stack>
    </Page>
  );
}
