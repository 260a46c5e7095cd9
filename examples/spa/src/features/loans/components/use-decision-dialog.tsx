/** The dialog that confirms the approval or rejection of a loan. */

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { bank } from "@/lib/bank";
import { BankError, unwrap } from "@/lib/bank-client/errors";
import type { Loan } from "@/types/api";
import { formatMoney, formatRate } from "@/utils/format";
import { loanQueryKey } from "../api/loans";

type Decision = "approve" | "reject";

interface Callbacks {
  /** Another manager has decided already. */
  onConflict: () => void;
  /** The dialog has closed. */
  onClosed: () => void;
}

export function useDecisionDialog(
  loan: Loan,
  { onConflict, onClosed }: Callbacks,
): { open: (decision: Decision) => void; dialog: ReactNode } {
  const { t } = useTranslation("loans");
  const [decision, setDecision] = useState<Decision>("approve");
  const [isOpen, { open: openDialog, close }] = useDisclosure();
  const open = (next: Decision) => {
    setDecision(next);
    openDialog();
  };
  const dialog = (
    <Modal
      opened={isOpen}
      onClose={close}
      onExitTransitionEnd={onClosed}
      title={t(decision === "approve" ? "decision.approve_title" : "decision.reject_title")}
    >
      <DecisionForm loan={loan} decision={decision} onConflict={onConflict} onClose={close} />
    </Modal>
  );
  return { open, dialog };
}

interface FormProps {
  loan: Loan;
  decision: Decision;
  onConflict: () => void;
  onClose: () => void;
}

function DecisionForm({ loan, decision, onConflict, onClose }: FormProps) {
  const { t } = useTranslation(["loans", "common"]);
  const isApproval = decision === "approve";
  const decide = useDecision(loan.id, decision);
  const form = useForm({
    initialValues: { note: "" },
    validate: { note: (note) => (isApproval || note.trim() ? null : t("decision.missing_reason")) },
  });
  const onError = (error: Error) => {
    if (!(error instanceof BankError)) return;
    const [message] = error.fields.note ?? error.fields.reason ?? [];
    if (message) form.setFieldError("note", message);
    if (error.code !== "already_decided") return;
    onConflict();
    onClose();
  };
  const submit = form.onSubmit(
    ({ note }) => decide.mutate(note.trim(), { onSuccess: onClose, onError }),
    () => form.getInputNode("note")?.focus(),
  );
  const hasFieldError = Boolean(form.errors.note);
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>
          {t(isApproval ? "decision.approve_text" : "decision.reject_text", {
            amount: formatMoney(loan.amount, loan.currency),
            borrower: loan.borrower.full_name,
            months: t("months", { count: loan.term_months }),
            rate: formatRate(loan.annual_rate),
          })}
        </Text>
        <Textarea
          {...form.getInputProps("note")}
          label={isApproval ? t("decision.note") : t("common:reason.label")}
          withAsterisk={!isApproval}
          required={!isApproval}
          autosize
          minRows={2}
          data-autofocus
        />
        {!hasFieldError && <ErrorAlert error={decide.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" color={isApproval ? "green" : "red.8"} loading={decide.isPending}>
            {t(isApproval ? "decision.approve" : "decision.reject")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useDecision(id: number, decision: Decision) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => {
      const params = { path: { loan_id: id } };
      return decision === "approve"
        ? unwrap(bank.api.POST("/api/loans/{loan_id}/approve/", { params, body: { note: text } }))
        : unwrap(bank.api.POST("/api/loans/{loan_id}/reject/", { params, body: { reason: text } }));
    },
    onSuccess: (loan) => queryClient.setQueryData(loanQueryKey(id), loan),
  });
}
