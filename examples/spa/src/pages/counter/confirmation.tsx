/** What is about to be done, said once more in words. */

import { Button, Group, Stack, Text, VisuallyHidden } from "@mantine/core";
import { groupNumber } from "../../ui/account-number";
import { formatMoney } from "../../ui/money";
import { StepTitle } from "../../ui/step-title";
import type { FilledCash } from "./cash";

interface Props {
  cash: FilledCash;
  isPaying: boolean;
  onConfirm: () => void;
  onBack: () => void;
}

export function Confirmation({ cash: { account, kind, amount, description }, isPaying, onConfirm, onBack }: Props) {
  const [verb, preposition] = kind === "deposit" ? ["Take in", "for"] : ["Pay out", "to"];
  const money = formatMoney(amount, account.currency);
  return (
    <Stack>
      <StepTitle order={3} size="h4">
        {verb} {money} in cash {preposition} {account.owner.full_name}, account {groupNumber(account.number)}?
      </StepTitle>
      <Text c="dimmed">{description.trim() ? `Description: ${description.trim()}` : "Without a description."}</Text>
      <VisuallyHidden role="status">{isPaying && "Waiting for the bank…"}</VisuallyHidden>
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
