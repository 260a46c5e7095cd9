/** Step 2: the user reviews the transfer before it is sent. */

import { Button, Group, Stack, Text, VisuallyHidden } from "@mantine/core";
import type { PendingPayment } from "../../bank/pending-payments";
import { AccountNumber } from "../../ui/account-number";
import { DescriptionItem, DescriptionList } from "../../ui/description-list";
import { ErrorAlert } from "../../ui/error-alert";
import { Money } from "../../ui/money";
import { PendingPaymentAlert } from "../../ui/pending-payment-alert";
import { StepTitle } from "../../ui/step-title";
import { accountName } from "../accounts/account-labels";
import type { Account } from "../accounts/api";
import type { Draft } from "./draft";
import { transferErrorMessage } from "./error-messages";

interface ReviewProps {
  draft: Draft;
  currency: string;
  accounts: Account[];
  isPaying: boolean;
  /** This payment, if it was sent and not confirmed. */
  pending: PendingPayment | null;
  error: unknown;
  onPay: () => void;
  onCheck: (pending: PendingPayment) => void;
  onChange: () => void;
}

export function Review(props: ReviewProps) {
  const { draft, currency, accounts, isPaying, pending, error, onPay, onCheck, onChange } = props;
  const from = accounts.find(({ number }) => number === draft.from_account);
  const to = accounts.find(({ number }) => number === draft.to_account);
  return (
    <Stack gap="lg">
      <StepTitle step="Step 2 of 3">Review</StepTitle>
      <div>
        <Text c="dimmed">Amount</Text>
        <Money amount={draft.amount} currency={currency} fz={34} fw={650} lh={1.2} />
      </div>
      <DescriptionList>
        <DescriptionItem name="From">
          {from && accountName(from)} <AccountNumber number={draft.from_account} c="dimmed" />
        </DescriptionItem>
        <DescriptionItem name="To">
          {to && `Your own account: ${accountName(to)} `}
          <AccountNumber number={draft.to_account} />
        </DescriptionItem>
        <DescriptionItem name="Description">{draft.description || "None"}</DescriptionItem>
        <DescriptionItem name="Execution">Immediate. Payments cannot be cancelled.</DescriptionItem>
      </DescriptionList>
      <VisuallyHidden role="status">{isPaying && "Processing…"}</VisuallyHidden>
      {pending ? (
        <PendingPaymentAlert isNew pending={pending} isChecking={isPaying} onCheck={() => onCheck(pending)} />
      ) : (
        <>
          <ErrorAlert error={error} toMessage={transferErrorMessage} takesFocus />
          <Group justify="space-between" wrap="wrap-reverse">
            <Button variant="default" size="md" onClick={onChange} disabled={isPaying}>
              Edit
            </Button>
            <Button size="md" loading={isPaying} onClick={onPay}>
              Pay now
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
