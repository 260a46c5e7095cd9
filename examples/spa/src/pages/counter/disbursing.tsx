/** Disbursing an approved loan: the dialog that asks once more, pays, and says what came of it. */

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { OutcomeUnknown } from "../../bank/payments";
import type { components } from "../../bank/schema";
import { usePaying } from "../../react/paying";
import { groupNumber } from "../../ui/account-number";
import { formatMoney } from "../../ui/money";
import { Refusal } from "../../ui/refusal";
import { wordForCounter } from "./words";

type Loan = components["schemas"]["Loan"];

/** `onGone`: the dialog has closed; where it has paid, the button that opened it is gone too. */
export function useDisbursing(onGone: (hasPaid: boolean) => void): { ask: (loan: Loan) => void; dialog: ReactNode } {
  const [loan, setLoan] = useState<Loan | null>(null);
  const [isOpen, { open, close }] = useDisclosure();
  const paying = usePaying();
  const ask = (asked: Loan) => {
    paying.reset();
    setLoan(asked);
    open();
  };
  const dialog = (
    <Modal
      opened={isOpen}
      // What is being paid is waited for: its answer is told here.
      onClose={() => paying.isPending || close()}
      onExitTransitionEnd={() => onGone(paying.isSuccess)}
      title={paying.data ? "Disbursed" : "Disburse this loan?"}
    >
      {loan && <Disbursement loan={loan} paying={paying} onClose={close} />}
    </Modal>
  );
  return { ask, dialog };
}

interface Props {
  loan: Loan;
  paying: ReturnType<typeof usePaying>;
  onClose: () => void;
}

function Disbursement({ loan, paying, onClose }: Props) {
  const what = `${formatMoney(loan.amount, loan.currency)} to ${loan.borrower.full_name}, account ${groupNumber(loan.account)}`;
  if (paying.data) {
    return (
      <Stack>
        <Text role="status">
          {what}. Transaction {paying.data.id}.
        </Text>
        <Button ml="auto" autoFocus onClick={onClose}>
          Close
        </Button>
      </Stack>
    );
  }
  const isUnknown = paying.error instanceof OutcomeUnknown;
  // Asked for again while nothing is known of it, it is the same payment under the same key.
  const pay = () => paying.mutate({ to: "/api/loans/{loan_id}/disburse/", body: { loan_id: loan.id } });
  return (
    <Stack>
      <Text>Disburse {what}. The loan runs from today.</Text>
      <Refusal error={paying.error} inWords={wordForCounter} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} disabled={paying.isPending}>
          {isUnknown ? "Close" : "Cancel"}
        </Button>
        <Button onClick={pay} loading={paying.isPending} data-autofocus>
          {isUnknown ? "Ask again" : "Disburse"}
        </Button>
      </Group>
    </Stack>
  );
}
