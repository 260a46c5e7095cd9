/** Payments that were sent and never confirmed: said on every page until it is known what became of them. */

import { Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { OutcomeUnknown } from "../bank/payments";
import type { PendingPayment } from "../bank/pending";
import { usePaying } from "../react/paying";
import { Unconfirmed } from "../ui/unconfirmed";
import { wordFor } from "../ui/words";
import { usePendingPayments } from "./use-pending-payments";

export function PendingPayments() {
  const pending = usePendingPayments();
  if (pending.length === 0) return null;
  return (
    <Stack gap="sm" mb="lg" component="section" aria-label="Payments not confirmed">
      {pending.map((one) => (
        <Asked key={one.key} pending={one} />
      ))}
    </Stack>
  );
}

function Asked({ pending }: { pending: PendingPayment }) {
  const asking = usePaying({
    onSuccess: () => tell("The payment was made.", "green"),
    onError: (error) => {
      if (!(error instanceof OutcomeUnknown)) tell(`The payment was not made. ${wordFor(error)}`, "red");
    },
  });
  return <Unconfirmed pending={pending} isAsking={asking.isPending} onAsk={() => asking.mutate(pending)} />;
}

function tell(message: string, color: string) {
  notifications.show({ message, color, autoClose: 10_000, role: "status" });
}
