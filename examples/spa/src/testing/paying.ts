/** What tests of payments do over and over. */

import type { OutcomeUnknown, Payment } from "../bank/payments";
import { EVERYBODY, MARY, RENT, TRANSFER, tabOf } from "./cast";
import { FakeBank } from "./fake_bank";
import { FakeBrowser, type Tab } from "./fake_browser";
import { lost, unreachable } from "./faults";

export const UNKNOWN = { name: "OutcomeUnknown" };

/** A browser where Mary is signed in. */
export async function marysWorld() {
  const bank = new FakeBank(EVERYBODY);
  const browser = new FakeBrowser(bank, "cookie");
  return { bank, browser, tab: await tabOf(browser, MARY) };
}

export function pay(tab: Tab, payment: Payment = RENT) {
  return tab.does(({ payments }) => payments.pay(payment));
}

export function pendingIn(tab: Tab) {
  return tab.asks(({ payments }) => payments.pending());
}

/** The rent, changed. */
export function rentWith(change: object): Payment {
  return { ...RENT, body: { ...RENT.body, ...change } } as Payment;
}

/** The keys that the bank saw, one each. */
export function keys(bank: FakeBank, path = TRANSFER): (string | null)[] {
  return [...new Set(bank.log.filter((one) => one.path === path).map(({ headers }) => headers.get("Idempotency-Key")))];
}

/** A payment of Mary's whose outcome is unknown: it was made, and no answer came. */
export async function outcomeUnknown(browser: FakeBrowser, tab: Tab): Promise<OutcomeUnknown> {
  browser.next(TRANSFER, lost, unreachable, unreachable);
  return pay(tab).then(
    () => Promise.reject(new Error("It was answered.")),
    (error: OutcomeUnknown) => error,
  );
}
