/** Lists payments that were sent and not confirmed, on every page until their result is known. */

import { Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { PendingPaymentAlert } from "@/components/ui/pending-payment-alert";
import { usePayment } from "@/hooks/use-payment";
import { OutcomeUnknown } from "@/lib/bank-client/payments";
import type { PendingPayment } from "@/lib/bank-client/pending-payments";
import { errorMessage } from "@/utils/error-messages";
import { usePendingPayments } from "./use-pending-payments";

export function PendingPayments() {
  const { t } = useTranslation("app");
  const pending = usePendingPayments();
  if (pending.length === 0) return null;
  return (
    <Stack gap="sm" mb="lg" component="section" aria-label={t("payments.title")}>
      {pending.map((one) => (
        <PendingPaymentItem key={one.key} pending={one} />
      ))}
    </Stack>
  );
}

function PendingPaymentItem({ pending }: { pending: PendingPayment }) {
  const { t } = useTranslation("app");
  const payment = usePayment({
    onSuccess: () => notify(t("payments.made"), "green"),
    onError: (error) => {
      if (!(error instanceof OutcomeUnknown)) notify(t("payments.not_made", { error: errorMessage(error) }), "red");
    },
  });
  return (
    <PendingPaymentAlert pending={pending} isChecking={payment.isPending} onCheck={() => payment.mutate(pending)} />
  );
}

function notify(message: string, color: string) {
  notifications.show({ message, color, autoClose: 10_000, role: "status" });
}
