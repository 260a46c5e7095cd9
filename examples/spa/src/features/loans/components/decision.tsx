/** The actions of a manager on a loan: approve, reject or disburse it. */

import { Button, Group, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorMessage } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { useUser } from "@/hooks/use-session";
import { i18n } from "@/lib/i18n";
import type { Loan } from "@/types/api";
import { loanStatusName } from "./loan-status";
import { useDecisionDialog } from "./use-decision-dialog";
import { useDisburseDialog } from "./use-disburse-dialog";

export function Decision({ loan }: { loan: Loan }) {
  // A loan that was open when the page was loaded keeps this section, which then shows the result.
  const [wasOpen] = useState(loan.status === "applied" || loan.status === "approved");
  return wasOpen ? <OpenDecision loan={loan} /> : null;
}

function OpenDecision({ loan }: { loan: Loan }) {
  const { t } = useTranslation(["loans", "common"]);
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
  const actions = isOwn ? null : <Actions loan={loan} decide={decisionDialog.open} disburse={disburseDialog.open} />;
  return (
    <Section title={t("decision.title")}>
      {hasConflict && <ErrorMessage>{t("common:error.already_decided")}</ErrorMessage>}
      <Text ref={statusText} tabIndex={-1}>
        {isOwn ? t("decision.own") : describeStatus(loan)}
      </Text>
      {actions}
      {decisionDialog.dialog}
      {disburseDialog.dialog}
    </Section>
  );
}

function describeStatus({ status }: Loan): string {
  if (status === "applied") return i18n.t("loans:decision.applied");
  if (status === "approved") return i18n.t("loans:decision.approved");
  if (status === "active") return i18n.t("loans:decision.active");
  return i18n.t("loans:decision.other", { status: loanStatusName(status) });
}

interface ActionsProps {
  loan: Loan;
  decide: (verdict: "approve" | "reject") => void;
  disburse: (loan: Loan) => void;
}

function Actions({ loan, decide, disburse }: ActionsProps) {
  const { t } = useTranslation("loans");
  if (loan.status === "applied") {
    return (
      <Group>
        <Button onClick={() => decide("approve")}>{t("decision.approve")}</Button>
        <Button variant="default" onClick={() => decide("reject")}>
          {t("decision.reject")}
        </Button>
      </Group>
    );
  }
  if (loan.status !== "approved") return null;
  return (
    <Button w="fit-content" onClick={() => disburse(loan)}>
      {t("disburse.action")}
    </Button>
  );
}
