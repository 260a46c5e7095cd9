/** Asks for confirmation of a deposit or withdrawal. */

import { Button, Group, Stack, Text, VisuallyHidden } from "@mantine/core";
import { groupNumber } from "@/components/ui/account-number";
import { StepTitle } from "@/components/ui/step-title";
import { formatMoney } from "@/utils/format";
import type { ValidCashDraft } from "./cash-draft";

interface Props {
  draft: ValidCashDraft;
  isPaying: boolean;
  onConfirm: () => void;
  onBack: () => void;
}

export function CashConfirmation({
  draft: { account, kind, amount, description },
  isPaying,
  onConfirm,
  onBack,
}: Props) {
  const [verb, preposition] = kind === "deposit" ? ["Deposit", "to"] : ["Withdraw", "from"];
  const money = formatMoney(amount, account.currency);
  return (
    <Stack>
      <StepTitle order={3} size="h4">
        {verb} {money} in cash {preposition} account {groupNumber(account.number)}, {account.owner.full_name}?
      </StepTitle>
      <Text c="dimmed">{description.trim() ? `Description: ${description.trim()}` : "No description."}</Text>
      <VisuallyHidden role="status">{isPaying && "Processing…"}</VisuallyHidden>
      <Group justify="space-between" wrap="wrap-reverse">
        <Button variant="default" size="md" onClick={onBack} disabled={isPaying}>
          Back
        </Button>
        <Button size="md" onClick={onConfirm} loading={isPaying}>
          {verb} {money}
        </Button>
      </Group>
    </Stack>
  );
}
