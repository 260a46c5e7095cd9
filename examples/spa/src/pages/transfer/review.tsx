/** Step 2: everything once more, and then it is paid. */

import { Button, Group, Stack, Text, VisuallyHidden } from "@mantine/core";
import type { PendingPayment } from "../../bank/pending";
import { AccountNumber } from "../../ui/account-number";
import { Fact, Facts } from "../../ui/facts";
import { Money } from "../../ui/money";
import { Refusal } from "../../ui/refusal";
import { StepTitle } from "../../ui/step-title";
import { Unconfirmed } from "../../ui/unconfirmed";
import { nameOf } from "../accounts/name";
import type { Account } from "../accounts/read";
import type { Draft } from "./draft";
import { wordForTransfer } from "./refusals";

interface ReviewProps {
  draft: Draft;
  currency: string;
  accounts: Account[];
  isPaying: boolean;
  /** This payment, sent and not confirmed. */
  unconfirmed: PendingPayment | null;
  error: unknown;
  onPay: () => void;
  onAsk: (pending: PendingPayment) => void;
  onChange: () => void;
}

export function Review(props: ReviewProps) {
  const { draft, currency, accounts, isPaying, unconfirmed, error, onPay, onAsk, onChange } = props;
  const from = accounts.find(({ number }) => number === draft.from_account);
  const to = accounts.find(({ number }) => number === draft.to_account);
  return (
    <Stack gap="lg">
      <StepTitle step="Step 2 of 3">Is this right?</StepTitle>
      <div>
        <Text c="dimmed">You pay</Text>
        <Money amount={draft.amount} currency={currency} fz={34} fw={650} lh={1.2} />
      </div>
      <Facts>
        <Fact name="From">
          {from && nameOf(from)} <AccountNumber number={draft.from_account} c="dimmed" />
        </Fact>
        <Fact name="To">
          {to && `Your own ${nameOf(to)} `}
          <AccountNumber number={draft.to_account} />
        </Fact>
        <Fact name="Description">{draft.description || "None"}</Fact>
        <Fact name="When">Now. What is paid cannot be called back here.</Fact>
      </Facts>
      <VisuallyHidden role="status">{isPaying && "Waiting for the bank…"}</VisuallyHidden>
      {unconfirmed ? (
        <Unconfirmed isNew pending={unconfirmed} isAsking={isPaying} onAsk={() => onAsk(unconfirmed)} />
      ) : (
        <>
          <Refusal error={error} inWords={wordForTransfer} takesFocus />
          <Group justify="space-between" wrap="wrap-reverse">
            <Button variant="default" size="md" onClick={onChange} disabled={isPaying}>
              Change
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
