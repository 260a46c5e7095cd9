/** The loans page: a member's own loans, or for staff the loans by status, pending ones by default. */

import { Button, NativeSelect, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { Page } from "@/components/ui/page";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import type { LoanStatus } from "@/types/api";
import { LoanList } from "../components/loan-list";
import { LOAN_STATUSES, loanStatusName } from "../components/loan-status";

export function LoansPage() {
  return useUser().role === "member" ? <OwnLoans /> : <AllLoans />;
}

function OwnLoans() {
  const { t } = useTranslation("loans");
  return (
    <Page
      title={t("title")}
      aside={
        <Button component={Link} to={paths.applyForLoan}>
          {t("apply_for_loan")}
        </Button>
      }
    >
      <LoanList status={null} isOwn />
    </Page>
  );
}

function AllLoans() {
  const { t } = useTranslation("loans");
  const isManager = useUser().role === "manager";
  // The status is in the URL, so that going back from a loan restores the list.
  const [search, setSearch] = useSearchParams();
  const requested = search.get("status") ?? "applied";
  const options = [
    ...LOAN_STATUSES.map((status) => ({ value: status, label: loanStatusName(status) })),
    { value: "all", label: t("all_loans") },
  ];
  const selected = options.some(({ value }) => value === requested) ? requested : "applied";
  return (
    <Page
      title={t("title")}
      aside={
        isManager && (
          <Button variant="default" component={Link} to={paths.loanProducts}>
            {t("loan_products")}
          </Button>
        )
      }
    >
      <Stack gap="lg">
        <NativeSelect
          label={t("status_label")}
          maw={320}
          data={options}
          value={selected}
          onChange={({ currentTarget }) => setSearch({ status: currentTarget.value }, { replace: true })}
        />
        <LoanList key={selected} status={selected === "all" ? null : (selected as LoanStatus)} />
      </Stack>
    </Page>
  );
}
