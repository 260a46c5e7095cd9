/** Asks for confirmation of a deposit or withdrawal. A large amount must be typed a second time. */

import { Button, Group, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isolatedNumber } from "@/components/ui/account-number";
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
  const { t } = useTranslation("cash");
  const { account, kind, amount, description } = draft;
  const money = formatMoney(amount, account.currency);
  const [repeated, setRepeated] = useState("");
  const [error, setError] = useState<string | null>(null);
  const mustRepeat = isLarge(amount);
  const confirm = (event?: FormEvent) => {
    event?.preventDefault();
    if (isPaying) return;
    const isSame = parseAmount(repeated, fractionDigits(amount), account.currency) === amount;
    if (mustRepeat && !isSame) setError(t("confirmation.not_same"));
    else onConfirm();
  };
  // With modifier, so that a second Enter in the form before does not confirm.
  useHotkeys([["mod+Enter", () => confirm()]], []);
  return (
    <form onSubmit={confirm} noValidate>
      <Stack>
        <StepTitle order={3} size="h4">
          {t(`confirmation.${kind}.question`, {
            amount: money,
            number: isolatedNumber(account.number),
            name: account.owner.full_name,
          })}
        </StepTitle>
        <Text c="dimmed">
          {description.trim()
            ? t("confirmation.description", { description: description.trim() })
            : t("confirmation.no_description")}
        </Text>
        {mustRepeat && (
          <AmountInput
            label={t("confirmation.repeat")}
            description={t("confirmation.repeat_hint")}
            currency={account.currency}
            value={repeated}
            onChange={({ currentTarget }) => {
              setRepeated(currentTarget.value);
              setError(null);
            }}
            error={error}
          />
        )}
        <VisuallyHidden role="status">{isPaying && t("confirmation.processing")}</VisuallyHidden>
        {/* The main action is the first in the order of focus, and at the end of the line. */}
        <Group justify="space-between" style={{ flexDirection: "row-reverse" }}>
          <Button size="md" type="submit" loading={isPaying}>
            {t(`confirmation.${kind}.action`, { amount: money })}
          </Button>
          <Button variant="default" size="md" onClick={onBack} disabled={isPaying}>
            {t("confirmation.back")}
          </Button>
        </Group>
        <Text size="sm" c="dimmed" className="no-print">
          {t("confirmation.shortcut")}
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
