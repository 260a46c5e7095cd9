/** The dialog that confirms and makes the disbursement of an approved loan. */

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isolatedNumber } from "@/components/ui/account-number";
import { ErrorAlert } from "@/components/ui/error-alert";
import { usePayment } from "@/hooks/use-payment";
import { OutcomeUnknown } from "@/lib/bank-client/payments";
import type { Loan } from "@/types/api";
import { cashErrorMessage } from "@/utils/cash-error-messages";
import { formatMoney } from "@/utils/format";

/** `onClosed` is called after the dialog has closed. After a disbursement the button that opened it may be gone. */
export function useDisburseDialog(onClosed: (isDisbursed: boolean) => void): {
  open: (loan: Loan) => void;
  dialog: ReactNode;
} {
  const { t } = useTranslation("loans");
  const [loan, setLoan] = useState<Loan | null>(null);
  const [isOpen, { open: openDialog, close }] = useDisclosure();
  const payment = usePayment();
  const open = (next: Loan) => {
    payment.reset();
    setLoan(next);
    openDialog();
  };
  const dialog = (
    <Modal
      opened={isOpen}
      // The dialog stays open during the payment, because it shows the result.
      onClose={() => payment.isPending || close()}
      onExitTransitionEnd={() => onClosed(payment.isSuccess)}
      title={t(payment.data ? "disburse.done_title" : "disburse.confirm_title")}
    >
      {loan && <Disbursement loan={loan} payment={payment} onClose={close} />}
    </Modal>
  );
  return { open, dialog };
}

interface Props {
  loan: Loan;
  payment: ReturnType<typeof usePayment>;
  onClose: () => void;
}

function Disbursement({ loan, payment, onClose }: Props) {
  const { t } = useTranslation(["loans", "common"]);
  const summary = {
    amount: formatMoney(loan.amount, loan.currency),
    borrower: loan.borrower.full_name,
    account: isolatedNumber(loan.account),
  };
  if (payment.data) {
    return (
      <Stack>
        <Text role="status">{t("disburse.done_text", { ...summary, transaction: payment.data.id })}</Text>
        <Button ms="auto" autoFocus onClick={onClose}>
          {t("common:close")}
        </Button>
      </Stack>
    );
  }
  const isUnknown = payment.error instanceof OutcomeUnknown;
  // While its result is unknown, this is the same payment under the same key.
  const pay = () => payment.mutate({ to: "/api/loans/{loan_id}/disburse/", body: { loan_id: loan.id } });
  return (
    <Stack>
      <Text>{t("disburse.confirm_text", summary)}</Text>
      <ErrorAlert error={payment.error} toMessage={cashErrorMessage} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} disabled={payment.isPending}>
          {t(isUnknown ? "common:close" : "common:cancel")}
        </Button>
        <Button onClick={pay} loading={payment.isPending} data-autofocus>
          {t(isUnknown ? "common:check_status" : "disburse.action")}
        </Button>
      </Group>
    </Stack>
  );
}
