/** Approving and rejecting: the dialog that asks once more, and what becomes of it. */

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { answered, BankError } from "../../bank/errors";
import { bank } from "../../settings";
import { counted } from "../../ui/count";
import { formatMoney } from "../../ui/money";
import { Refusal } from "../../ui/refusal";
import type { Loan } from "./read";

type Verdict = "approve" | "reject";

interface Ends {
  /** Somebody else was first. */
  onLate: () => void;
  /** The dialog has closed. */
  onGone: () => void;
}

export function useDeciding(
  loan: Loan,
  { onLate, onGone }: Ends,
): { ask: (verdict: Verdict) => void; dialog: ReactNode } {
  const [verdict, setVerdict] = useState<Verdict>("approve");
  const [isOpen, { open, close }] = useDisclosure();
  const ask = (asked: Verdict) => {
    setVerdict(asked);
    open();
  };
  const dialog = (
    <Modal
      opened={isOpen}
      onClose={close}
      onExitTransitionEnd={onGone}
      title={verdict === "approve" ? "Approve this loan?" : "Reject this loan?"}
    >
      <DecisionForm loan={loan} verdict={verdict} onLate={onLate} onClose={close} />
    </Modal>
  );
  return { ask, dialog };
}

interface FormProps {
  loan: Loan;
  verdict: Verdict;
  onLate: () => void;
  onClose: () => void;
}

function DecisionForm({ loan, verdict, onLate, onClose }: FormProps) {
  const isApproval = verdict === "approve";
  const decide = useDecision(loan.id, verdict);
  const form = useForm({
    initialValues: { words: "" },
    validate: { words: (words) => (isApproval || words.trim() ? null : "Say why: the member will want to know.") },
  });
  const onError = (error: Error) => {
    if (!(error instanceof BankError)) return;
    const [sentence] = error.fields.note ?? error.fields.reason ?? [];
    if (sentence) form.setFieldError("words", sentence);
    if (error.code !== "already_decided") return;
    onLate();
    onClose();
  };
  const submit = form.onSubmit(
    ({ words }) => decide.mutate(words.trim(), { onSuccess: onClose, onError }),
    () => form.getInputNode("words")?.focus(),
  );
  const isAtField = Boolean(form.errors.words);
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>
          {isApproval ? "Approve" : "Reject"} {formatMoney(loan.amount, loan.currency)} for {loan.borrower.full_name},{" "}
          {counted(loan.term_months, "month")} at {loan.annual_rate}% a year.
        </Text>
        <Textarea
          {...form.getInputProps("words")}
          label={isApproval ? "Note (optional)" : "Reason"}
          withAsterisk={!isApproval}
          required={!isApproval}
          autosize
          minRows={2}
          data-autofocus
        />
        {!isAtField && <Refusal error={decide.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color={isApproval ? "green" : "red.8"} loading={decide.isPending}>
            {isApproval ? "Approve" : "Reject"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useDecision(id: number, verdict: Verdict) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (words: string) => {
      const params = { path: { loan_id: id } };
      return verdict === "approve"
        ? answered(bank.api.POST("/api/loans/{loan_id}/approve/", { params, body: { note: words } }))
        : answered(bank.api.POST("/api/loans/{loan_id}/reject/", { params, body: { reason: words } }));
    },
    onSuccess: (decided) => queries.setQueryData(["loans", id], decided),
    // Whatever came of it, here or elsewhere: the lists and the dashboard may be old.
    onSettled: () => void queries.invalidateQueries(),
  });
}
