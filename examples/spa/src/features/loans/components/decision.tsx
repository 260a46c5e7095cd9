/** The actions of a manager on a loan: approve, reject or disburse it. */

import { Button, Group, Text } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { ErrorMessage } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { useUser } from "@/hooks/use-session";
import type { Loan } from "@/types/api";
import { LOAN_STATUSES } from "./loan-status";
import { useDecisionDialog } from "./use-decision-dialog";
import { useDisburseDialog } from "./use-disburse-dialog";

export function Decision({ loan }: { loan: Loan }) {
  // A loan that was open when the page was loaded keeps this section, which then shows the result.
  const [wasOpen] = useState(loan.status === "applied" || loan.status === "approved");
  return wasOpen ? <OpenDecision loan={loan} /> : null;
}

function OpenDecision({ loan }: { loan: Loan }) {
  const statusText = useRef<HTMLParagraphElement>(null);
  const shownStatus = useRef(loan.status);
  // After a dialog the buttons may be gone, so the focus moves to the new status.
  const focusNewStatus = () => {
    if (loan.status === shownStatus.current) return;
    shownStatus.current = loan.status;
    statusText.current?.focus();
  };
  // After a change by another user nothing has the focus.
  useEffect(() => {
    if (document.activeElement === document.body) focusNewStatus();
  });
  const [hasConflict, setConflict] = useState(false);
  const decisionDialog = useDecisionDialog(loan, { onConflict: () => setConflict(true), onClosed: focusNewStatus });
  const disburseDialog = useDisburseDialog(focusNewStatus);
  const isOwn = useUser().id === loan.borrower.id;
  const actions = isOwn ? null : actionsFor(loan, decisionDialog.open, disburseDialog.open);
  return (
    <Section title="Decision">
      {hasConflict && <ErrorMessage>This loan has already been decided.</ErrorMessage>}
      <Text ref={statusText} tabIndex={-1}>
        {isOwn ? "A colleague must process your own loan." : describeStatus(loan)}
      </Text>
      {actions}
      {decisionDialog.dialog}
      {disburseDialog.dialog}
    </Section>
  );
}

function describeStatus({ status }: Loan): string {
  if (status === "applied") return "This application is waiting for your decision.";
  if (status === "approved") return "Approved. Ready to be disbursed here or at the cash desk.";
  if (status === "active") return "Disbursed. Active since today.";
  return `${LOAN_STATUSES[status].label}.`;
}

function actionsFor(
  loan: Loan,
  decide: (verdict: "approve" | "reject") => void,
  disburse: (loan: Loan) => void,
): ReactNode {
  if (loan.status === "applied") {
    return (
      <Group>
        <Button onClick={() => decide("approve")}>Approve</Button>
        <Button variant="default" onClick={() => decide("reject")}>
          Reject
        </Button>
      </Group>
    );
  }
  if (loan.status !== "approved") return null;
  return (
    <Button w="fit-content" onClick={() => disburse(loan)}>
      Disburse
    </Button>
  );
}
