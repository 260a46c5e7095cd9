/** All loans, those first that wait for a decision. */

import { NativeSelect, Stack } from "@mantine/core";
import { useSearchParams } from "react-router";
import { Page } from "../../ui/page";
import { LoanList } from "./list";
import type { Status } from "./read";
import { STATUSES } from "./status";

const CHOICES = [
  ...Object.entries(STATUSES).map(([value, { word }]) => ({ value, label: word })),
  { value: "all", label: "All loans" },
];

export function LoansPage() {
  // In the address, so that "back" from a loan finds the list as it was.
  const [search, setSearch] = useSearchParams();
  const asked = search.get("status") ?? "applied";
  const chosen = CHOICES.some(({ value }) => value === asked) ? asked : "applied";
  return (
    <Page title="Loans">
      <Stack gap="lg">
        <NativeSelect
          label="Status"
          maw={320}
          data={CHOICES}
          value={chosen}
          onChange={({ currentTarget }) => setSearch({ status: currentTarget.value }, { replace: true })}
        />
        <LoanList key={chosen} status={chosen === "all" ? null : (chosen as Status)} />
      </Stack>
    </Page>
  );
}
