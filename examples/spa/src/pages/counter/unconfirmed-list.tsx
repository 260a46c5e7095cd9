/** Counter payments whose answer never came. */

import { useSyncExternalStore } from "react";
import type { PendingPayment } from "../../bank/pending";
import { bank } from "../../settings";
import { Unconfirmed } from "../../ui/unconfirmed";

interface Props {
  /** That which has just been tried. */
  newest: PendingPayment | null;
  /** That which is asked about now. */
  asked: PendingPayment | null;
  onAsk: (pending: PendingPayment) => void;
}

export function UnconfirmedList({ newest, asked, onAsk }: Props) {
  const pending = useSyncExternalStore(bank.payments.subscribe, bank.payments.pending);
  return pending.map((one) => (
    <Unconfirmed
      key={one.key}
      pending={one}
      isNew={one.key === newest?.key}
      isAsking={one.key === asked?.key}
      onAsk={() => onAsk(one)}
    />
  ));
}
