/** A manager moves cash from the vault to a till, or back. */

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AmountInput } from "@/components/ui/amount-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { usePayment } from "@/hooks/use-payment";
import { OutcomeUnknown, type Payment } from "@/lib/bank-client/payments";
import { useBankConfig } from "@/lib/config";
import { fractionDigits, isMoreThan, parseTypedAmount } from "@/utils/amount";
import { amountErrorMessage } from "@/utils/amount-messages";
import { paymentErrorMessage } from "@/utils/error-messages";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { formatMoney } from "@/utils/format";

const DIRECTIONS = ["fund", "return"] as const;
type Direction = (typeof DIRECTIONS)[number];

interface Props {
  cashier: { id: number; full_name: string };
  /** Of the till. */
  balance: string;
  /** The balance of the vault. */
  vault: string;
}

export function CashTransfer({ cashier, balance, vault }: Props) {
  const { t } = useTranslation("till");
  const [direction, setDirection] = useState<Direction | null>(null);
  const close = () => setDirection(null);
  return (
    <Group gap="xs" className="no-print">
      {DIRECTIONS.map((one) => (
        <Button
          key={one}
          variant="default"
          size="xs"
          onClick={() => setDirection(one)}
          aria-label={t(`transfer.${one}.open_for`, { name: cashier.full_name })}
        >
          {t(`transfer.${one}.open`)}
        </Button>
      ))}
      <Modal opened={direction !== null} onClose={close} title={direction && t(`transfer.${direction}.title`)}>
        {direction && (
          <CashTransferForm
            cashier={cashier}
            direction={direction}
            available={direction === "fund" ? vault : balance}
            onClose={close}
          />
        )}
      </Modal>
    </Group>
  );
}

interface FormProps {
  cashier: Props["cashier"];
  direction: Direction;
  /** What the vault or the till holds. */
  available: string;
  onClose: () => void;
}

function CashTransferForm({ cashier, direction, available, onClose }: FormProps) {
  const { t } = useTranslation(["till", "common"]);
  const currency = useBankConfig()?.currency ?? "USD";
  const digits = fractionDigits(available);
  const payment = usePayment();
  const parse = (typed: string) => parseTypedAmount(typed, digits, currency);
  const form = useForm({
    initialValues: { amount: "" },
    validate: {
      amount: (typed) => {
        const { amount, error } = parse(typed);
        if (error) return amountErrorMessage(error, digits);
        return isMoreThan(amount, available)
          ? t("transfer.too_much", { amount: formatMoney(available, currency) })
          : null;
      },
    },
  });
  const isUnknown = payment.error instanceof OutcomeUnknown;
  const submit = form.onSubmit(({ amount }) => {
    const next: Payment = {
      to: `/api/tills/{cashier_id}/${direction}/`,
      body: { cashier_id: cashier.id, amount: parse(amount).amount ?? amount },
      currency,
    };
    payment.mutate(payment.error instanceof OutcomeUnknown ? payment.error.pending : next, {
      onSuccess: onClose,
      onError: (error) => showFieldErrors(form, error),
    });
  }, focusFirstError(form));
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>
          {t(`transfer.${direction}.available`, {
            name: cashier.full_name,
            amount: formatMoney(available, currency),
          })}
        </Text>
        {!form.errors.amount && <ErrorAlert error={payment.error} toMessage={paymentErrorMessage} />}
        <AmountInput currency={currency} data-autofocus disabled={isUnknown} {...form.getInputProps("amount")} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={payment.isPending}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={payment.isPending}>
            {isUnknown ? t("common:check_status") : t(`transfer.${direction}.action`)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
