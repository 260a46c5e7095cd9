/** One loan: its details, what the user can do with it, the schedule and the payments. */

import { Anchor, Group, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ObjectNotFound } from "@/components/ui/object-not-found";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { paths } from "@/config/paths";
import { useIdParam } from "@/hooks/use-id-param";
import { useUser } from "@/hooks/use-session";
import { isNotFound } from "@/lib/bank-client/errors";
import type { Loan } from "@/types/api";
import { useLoan } from "../api/loans";
import { Borrower } from "../components/borrower";
import { CancelLoan } from "../components/cancel-loan";
import { Decision } from "../components/decision";
import { LoanDetails } from "../components/loan-details";
import { Payments, Payoff } from "../components/payments";
import { Repayment, takesPayments, WrittenOffNote } from "../components/repayment";
import { Schedule } from "../components/schedule";
import { WriteOff } from "../components/write-off";

/** The statuses of loans that are never disbursed. */
const NEVER_DISBURSED = ["rejected", "cancelled"];

export function LoanPage() {
  const id = useIdParam();
  return id === null ? <LoanNotFound /> : <KnownLoan id={id} />;
}

function KnownLoan({ id }: { id: number }) {
  const { t } = useTranslation("loans");
  const query = useLoan(id);
  if (isNotFound(query.error)) return <LoanNotFound />;
  return (
    <Page title={t("loan", { id })}>
      <BackToLoans />
      <QueryResult query={query}>
        {(loan) => (
          <Stack gap="lg">
            <LoanDetails loan={loan} />
            <Actions loan={loan} />
            {!NEVER_DISBURSED.includes(loan.status) && <Schedule loan={loan} />}
            {loan.disbursed_at && <Payments loan={loan} />}
            {loan.status === "active" && <Payoff loan={loan} />}
          </Stack>
        )}
      </QueryResult>
    </Page>
  );
}

function Actions({ loan }: { loan: Loan }) {
  const { role } = useUser();
  const isOpen = loan.status === "applied" || loan.status === "approved";
  return (
    <>
      {role === "manager" && <Decision loan={loan} />}
      {role === "manager" && isOpen && <Borrower loan={loan} />}
      {role === "member" && isOpen && <CancelLoan loan={loan} />}
      <WrittenOffNote loan={loan} />
      {takesPayments(loan) && <Repayment loan={loan} />}
      {role === "manager" && loan.status === "active" && <WriteOff loan={loan} />}
    </>
  );
}

function BackToLoans() {
  const { t } = useTranslation("loans");
  return (
    <Anchor component={Link} to={paths.loans} size="sm" w="fit-content" className="no-print">
      <Group gap={4} component="span">
        <IconArrowLeft size={16} className="directed" aria-hidden />
        {t("title")}
      </Group>
    </Anchor>
  );
}

function LoanNotFound() {
  return <ObjectNotFound object="loan" to={paths.loans} />;
}
