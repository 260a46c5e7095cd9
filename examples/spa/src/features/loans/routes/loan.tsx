/** One loan: its details, the decision and the schedule. */

import { Anchor, Group, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useParams } from "react-router";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { paths } from "@/config/paths";
import { useLoan } from "../api/loans";
import { Decision } from "../components/decision";
import { LoanDetails } from "../components/loan-details";
import { Schedule } from "../components/schedule";

/** The statuses of loans that are never disbursed. */
const NEVER_DISBURSED = ["rejected", "cancelled"];

export function LoanPage() {
  const id = Number(useParams().id);
  const query = useLoan(id);
  return (
    <Page title={`Loan ${id}`}>
      <Anchor component={Link} to={paths.loans} size="sm" w="fit-content">
        <Group gap={4} component="span">
          <IconArrowLeft size={16} aria-hidden />
          Loans
        </Group>
      </Anchor>
      <QueryResult query={query}>
        {(loan) => (
          <Stack gap="lg">
            <LoanDetails loan={loan} />
            <Decision loan={loan} />
            {!NEVER_DISBURSED.includes(loan.status) && <Schedule loan={loan} />}
          </Stack>
        )}
      </QueryResult>
    </Page>
  );
}
