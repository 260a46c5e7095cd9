/** A dialog that moves money with a reason, such as a reversal, and shows its result. */

import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { usePayment } from "@/hooks/use-payment";
import { OutcomeUnknown, type Payment, type Transaction } from "@/lib/bank-client/payments";
import { paymentErrorMessage } from "@/utils/error-messages";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { ErrorAlert } from "./error-alert";

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen. */
  effect: string;
  /** The label of the button. */
  action: string;
  toPayment: (reason: string) => Payment;
  messages?: Record<string, string>;
  onDone: (transaction: Transaction) => void;
}

export function ReasonPayment({ opened, onClose, title, ...props }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <ReasonForm onClose={onClose} {...props} />
    </Modal>
  );
}

function ReasonForm({ onClose, effect, action, toPayment, messages, onDone }: Omit<Props, "opened" | "title">) {
  const { t } = useTranslation();
  const payment = usePayment();
  const form = useForm({
    initialValues: { reason: "" },
    validate: { reason: (reason) => (reason.trim() ? null : t("missing.reason")) },
  });
  const isUnknown = payment.error instanceof OutcomeUnknown;
  const submit = form.onSubmit(
    ({ reason }) =>
      payment.mutate(payment.error instanceof OutcomeUnknown ? payment.error.pending : toPayment(reason.trim()), {
        onSuccess: (transaction) => {
          onDone(transaction);
          onClose();
        },
        onError: (error) => showFieldErrors(form, error),
      }),
    focusFirstError(form),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>{effect}</Text>
        <TextInput
          label={t("reason.label")}
          description={t("reason.note")}
          data-autofocus
          autoComplete="off"
          disabled={isUnknown}
          {...form.getInputProps("reason")}
        />
        {!form.errors.reason && (
          <ErrorAlert error={payment.error} toMessage={(error) => paymentErrorMessage(error, messages)} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={payment.isPending}>
            {t("cancel")}
          </Button>
          <Button type="submit" color="red.8" loading={payment.isPending}>
            {isUnknown ? t("check_status") : action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
