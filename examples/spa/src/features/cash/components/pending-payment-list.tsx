/** The cashier's payments without a known result. */

import { useSyncExternalStore } from "react";
import { PendingPaymentAlert } from "@/components/ui/pending-payment-alert";
import { bank } from "@/lib/bank";
import type { PendingPayment } from "@/lib/bank-client/pending-payments";

interface Props {
  /** The payment that was just sent. */
  newest: PendingPayment | null;
  /** The payment whose status is being checked. */
  checking: PendingPayment | null;
  onCheck: (pending: PendingPayment) => void;
}

export function PendingPaymentList({ newest, checking, onCheck }: Props) {
  const pending = useSyncExternalStore(bank.payments.subscribe, bank.payments.pending);
  return pending.map((one) => (
    <PendingPaymentAlert
      key={one.key}
      pending={one}
      isNew={one.key === newest?.key}
      isChecking={one.key === checking?.key}
      onCheck={() => onCheck(one)}
    />
  ));
}
