/** One loan: who asks for what, what it costs, and the decision. */

import { Anchor, Group, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useParams } from "react-router";
import { Answer } from "../../ui/answer";
import { Page } from "../../ui/page";
import { Decision } from "./decision";
import { LoanFacts } from "./loan-facts";
import { useLoan } from "./read";
import { Schedule } from "./schedule";

/** Of these nothing was or will be paid out. */
const NEVER = ["rejected", "cancelled"];

export function LoanPage() {
  const id = Number(useParams().id);
  const query = useLoan(id);
  return (
    <Page title={`Loan ${id}`}>
      <Anchor component={Link} to="/loans" size="sm" w="fit-content">
        <Group gap={4} component="span">
          <IconArrowLeft size={16} aria-hidden />
          Loans
        </Group>
      </Anchor>
      <Answer query={query}>
        {(loan) => (
          <Stack gap="lg">
            <LoanFacts loan={loan} />
            <Decision loan={loan} />
            {!NEVER.includes(loan.status) && <Schedule loan={loan} />}
          </Stack>
        )}
      </Answer>
    </Page>
  );
}
