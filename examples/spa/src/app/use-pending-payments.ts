/** The payments whose answer is not known, but for those that the page itself speaks of. */

import { useMemo, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import type { PendingPayment } from "../bank/pending";
import { bank } from "../settings";

/** Said twice it would look like two payments. */
export function usePendingPayments(): PendingPayment[] {
  const pending = useSyncExternalStore(bank.payments.subscribe, bank.payments.pending);
  const { key, pathname } = useLocation();
  const arrival = useMemo(() => ({ key, at: Date.now() }), [key]);
  // The counter has a list of its own.
  if (pathname === "/counter") return [];
  // What was begun on this page is said there, until it is left.
  return pathname === "/transfer" ? pending.filter(({ startedAt }) => startedAt < arrival.at) : pending;
}
