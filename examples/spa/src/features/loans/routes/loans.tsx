/** The loans page: a member's own loans, or for staff the loans by status, pending ones by default. */

import { Button, NativeSelect, Stack } from "@mantine/core";
import { Link, useSearchParams } from "react-router";
import { Page } from "@/components/ui/page";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import type { LoanStatus } from "@/types/api";
import { LoanList } from "../components/loan-list";
import { LOAN_STATUSES } from "../components/loan-status";

const OPTIONS = [
  ...Object.entries(LOAN_STATUSES).map(([value, { label }]) => ({ value, label })),
  { value: "all", label: "All loans" },
];

export function LoansPage() {
  return useUser().role === "member" ? <OwnLoans /> : <AllLoans />;
}

function OwnLoans() {
  return (
    <Page
      title="Loans"
      aside={
        <Button component={Link} to={paths.applyForLoan}>
          Apply for a loan
        </Button>
      }
    >
      <LoanList status={null} isOwn />
    </Page>
  );
}

function AllLoans() {
  const isManager = useUser().role === "manager";
  // The status is in the URL, so that going back from a loan restores the list.
  const [search, setSearch] = useSearchParams();
  const requested = search.get("status") ?? "applied";
  const selected = OPTIONS.some(({ value }) => value === requested) ? requested : "applied";
  return (
    <Page
      title="Loans"
      aside={
        isManager && (
          <Button variant="default" component={Link} to={paths.loanProducts}>
            Loan products
          </Button>
        )
      }
    >
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
