/** The payments without a known result, except those that the current page shows itself. */

import { useMemo, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import type { PendingPayment } from "../bank/pending-payments";
import { bank } from "../settings";

/** A payment that is shown twice would look like two payments. */
export function usePendingPayments(): PendingPayment[] {
  const pending = useSyncExternalStore(bank.payments.subscribe, bank.payments.pending);
  const { key, pathname } = useLocation();
  const visit = useMemo(() => ({ key, at: Date.now() }), [key]);
  // The cash desk shows its own list.
  if (pathname === "/counter") return [];
  // The transfer page shows the payments that were started on it until the user leaves it.
  return pathname === "/transfer" ? pending.filter(({ startedAt }) => startedAt < visit.at) : pending;
}
