/** Asks for confirmation of a deposit or withdrawal. A large amount must be typed a second time. */

import { Button, Group, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { groupNumber } from "@/components/ui/account-number";
import { AmountInput } from "@/components/ui/amount-input";
import { StepTitle } from "@/components/ui/step-title";
import { LARGE_CASH_AMOUNT } from "@/config/env";
import { fractionDigits, isMoreThan, parseAmount } from "@/utils/amount";
import { formatMoney } from "@/utils/format";
import type { ValidCashDraft } from "./cash-draft";

interface Props {
  draft: ValidCashDraft;
  isPaying: boolean;
  onConfirm: () => void;
  onBack: () => void;
}

export function CashConfirmation({ draft, isPaying, onConfirm, onBack }: Props) {
  const { account, kind, amount, description } = draft;
  const [verb, preposition] = kind === "deposit" ? ["Deposit", "to"] : ["Withdraw", "from"];
  const money = formatMoney(amount, account.currency);
  const [repeated, setRepeated] = useState("");
  const [error, setError] = useState<string | null>(null);
  const mustRepeat = isLarge(amount);
  const confirm = (event?: FormEvent) => {
    event?.preventDefault();
    if (isPaying) return;
    const isSame = parseAmount(repeated, fractionDigits(amount), account.currency) === amount;
    if (mustRepeat && !isSame) setError("This is not the same amount.");
    else onConfirm();
  };
  // With modifier, so that a second Enter in the form before does not confirm.
  useHotkeys([["mod+Enter", () => confirm()]], []);
  return (
    <form onSubmit={confirm} noValidate>
      <Stack>
        <StepTitle order={3} size="h4">
          {verb} {money} in cash {preposition} account {groupNumber(account.number)}, {account.owner.full_name}?
        </StepTitle>
        <Text c="dimmed">{description.trim() ? `Description: ${description.trim()}` : "No description."}</Text>
        {mustRepeat && (
          <AmountInput
            label="Type the amount again"
            description="This is a large amount. Typing it twice finds slips such as an extra zero."
            currency={account.currency}
            value={repeated}
            onChange={({ currentTarget }) => {
              setRepeated(currentTarget.value);
              setError(null);
            }}
            error={error}
          />
        )}
        <VisuallyHidden role="status">{isPaying && "Processing…"}</VisuallyHidden>
        {/* The main action is the first in the order of focus, and on the right. */}
        <Group justify="space-between" style={{ flexDirection: "row-reverse" }}>
          <Button size="md" type="submit" loading={isPaying}>
            {verb} {money}
          </Button>
          <Button variant="default" size="md" onClick={onBack} disabled={isPaying}>
            Back
          </Button>
        </Group>
        <Text size="sm" c="dimmed" className="no-print">
          Ctrl+Enter confirms.
        </Text>
      </Stack>
    </form>
  );
}

function isLarge(amount: string): boolean {
  const digits = fractionDigits(amount);
  const threshold = parseAmount(LARGE_CASH_AMOUNT, digits);
  return threshold !== null && !isMoreThan(threshold, amount);
}
