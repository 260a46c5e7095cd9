/** The form of a movement between the vault and the bank's owners or its account at another bank. */

import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { AmountInput } from "@/components/ui/amount-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { usePayment } from "@/hooks/use-payment";
import { DESCRIPTION_LENGTH, OutcomeUnknown, type Payment } from "@/lib/bank-client/payments";
import type { components } from "@/lib/bank-client/schema";
import { fractionDigits, isMoreThan, parseTypedAmount } from "@/utils/amount";
import { amountErrorMessage } from "@/utils/amount-messages";
import { paymentErrorMessage } from "@/utils/error-messages";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { formatMoney } from "@/utils/format";

export type Direction = "receive" | "pay-out";
type Movement = components["schemas"]["VaultRequest"];

const SOURCES = ["bank", "equity"] as const;

interface Props {
  direction: Direction;
  /** What the vault holds. */
  balance: string;
  currency: string;
  onClose: () => void;
  /** Called with the amount. */
  onDone: (amount: string) => void;
}

export function VaultForm({ direction, balance, currency, onClose, onDone }: Props) {
  const { t } = useTranslation(["vault", "common"]);
  const digits = fractionDigits(balance);
  const payment = usePayment();
  const form = useMovementForm({ direction, balance, currency });
  const isUnknown = payment.error instanceof OutcomeUnknown;
  const submit = form.onSubmit((values) => {
    const amount = parseTypedAmount(values.amount, digits, currency).amount ?? values.amount;
    const body = { ...values, amount, description: values.description.trim() };
    const next: Payment = { to: `/api/tills/vault/${direction}/`, body, currency };
    payment.mutate(payment.error instanceof OutcomeUnknown ? payment.error.pending : next, {
      onSuccess: (transaction) => onDone(transaction.amount),
      onError: (error) => showFieldErrors(form, error),
    });
  }, focusFirstError(form));
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>{t("available", { amount: formatMoney(balance, currency) })}</Text>
        {Object.keys(form.errors).length === 0 && <ErrorAlert error={payment.error} toMessage={paymentErrorMessage} />}
        <NativeSelect
          label={t(direction === "receive" ? "account" : "account_pay_out")}
          data={SOURCES.map((source) => ({ value: source, label: t(`source.${source}`) }))}
          disabled={isUnknown}
          {...form.getInputProps("account")}
        />
        <AmountInput currency={currency} data-autofocus disabled={isUnknown} {...form.getInputProps("amount")} />
        <TextInput
          label={t("description")}
          description={t("description_note")}
          autoComplete="off"
          maxLength={DESCRIPTION_LENGTH}
          disabled={isUnknown}
          {...form.getInputProps("description")}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={payment.isPending}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={payment.isPending}>
            {isUnknown ? t("common:check_status") : t(direction === "receive" ? "receive" : "pay_out")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useMovementForm({
  direction,
  balance,
  currency,
}: Pick<Props, "direction" | "balance" | "currency">): UseFormReturnType<Movement> {
  const { t } = useTranslation("vault");
  const digits = fractionDigits(balance);
  return useForm<Movement>({
    initialValues: { amount: "", account: "bank", description: "" },
    validate: {
      amount: (typed) => {
        const { amount, error } = parseTypedAmount(typed, digits, currency);
        if (error) return amountErrorMessage(error, digits);
        const isTooMuch = direction === "pay-out" && isMoreThan(amount, balance);
        return isTooMuch ? t("too_much", { amount: formatMoney(balance, currency) }) : null;
      },
      description: (text) => (text.trim() ? null : t("missing_description")),
    },
  });
}
