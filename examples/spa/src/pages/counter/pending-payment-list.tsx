/** The cashier's payments without a known result. */

import { useSyncExternalStore } from "react";
import type { PendingPayment } from "../../bank/pending-payments";
import { bank } from "../../settings";
import { PendingPaymentAlert } from "../../ui/pending-payment-alert";

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
