/** Helpers for tests of payments. */

import type { OutcomeUnknown, Payment } from "@/lib/bank-client/payments";
import type { FakeBank } from "./fake-bank";
import type { FakeBrowser, Tab } from "./fake-browser";
import { RENT, TRANSFER } from "./fixtures";
import { lost, unreachable } from "./network-faults";

export const OUTCOME_UNKNOWN = { name: "OutcomeUnknown" };

export function pay(tab: Tab, payment: Payment = RENT) {
  return tab.run(({ payments }) => payments.pay(payment));
}

export function pendingIn(tab: Tab) {
  return tab.call(({ payments }) => payments.pending());
}

/** The rent payment with changed fields. */
export function rentWith(changes: object): Payment {
  return { ...RENT, body: { ...RENT.body, ...changes } } as Payment;
}

/** The distinct idempotency keys that the bank received. */
export function keys(bank: FakeBank, path = TRANSFER): (string | null)[] {
  return [...new Set(bank.log.filter((one) => one.path === path).map(({ headers }) => headers.get("Idempotency-Key")))];
}

/** Pays without receiving a response: the payment was made, but its outcome is unknown to the tab. */
export async function payWithUnknownOutcome(browser: FakeBrowser, tab: Tab): Promise<OutcomeUnknown> {
  browser.failNext(TRANSFER, lost, unreachable, unreachable);
  return pay(tab).then(
    () => Promise.reject(new Error("The payment received a response.")),
    (error: OutcomeUnknown) => error,
  );
}
