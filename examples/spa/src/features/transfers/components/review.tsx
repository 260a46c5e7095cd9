/** Step 2: the user reviews the transfer before it is sent. */

import { Button, Group, Stack, Text, VisuallyHidden } from "@mantine/core";
import { AccountNumber } from "@/components/ui/account-number";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Money } from "@/components/ui/money";
import { PendingPaymentAlert } from "@/components/ui/pending-payment-alert";
import { StepTitle } from "@/components/ui/step-title";
import { useUser } from "@/hooks/use-session";
import type { PendingPayment } from "@/lib/bank-client/pending-payments";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { usePayeeName } from "../api/transfers";
import type { Draft } from "../utils/draft";
import { transferErrorMessage } from "../utils/error-messages";

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
  const own = accounts.find(({ number }) => number === draft.to_account);
  const payee = usePayeeName(draft.to_account);
  const isMember = useUser().role === "member";
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
          {own
            ? `${isMember ? "Your own account" : "Account of the same member"}: ${accountName(own)}`
            : payee && <strong>{payee}</strong>}{" "}
          <AccountNumber number={draft.to_account} c="dimmed" />
          {!own && !payee && (
            <Text size="sm" c="dimmed">
              The name of the owner could not be looked up. Please check the number.
            </Text>
          )}
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
