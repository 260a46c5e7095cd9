/** The payments without a known result, except those that the current page shows itself. */

import { useMemo, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import { paths } from "@/config/paths";
import { bank } from "@/lib/bank";
import type { PendingPayment } from "@/lib/bank-client/pending-payments";

/** A payment that is shown twice would look like two payments. */
export function usePendingPayments(): PendingPayment[] {
  const pending = useSyncExternalStore(bank.payments.subscribe, bank.payments.pending);
  const { key, pathname } = useLocation();
  const visit = useMemo(() => ({ key, at: Date.now() }), [key]);
  // The cash desk shows its own list.
  if (pathname === paths.cashDesk) return [];
  // The transfer page shows the payments that were started on it until the user leaves it.
  return pathname === paths.transfer ? pending.filter(({ startedAt }) => startedAt < visit.at) : pending;
}
