/** Payments with an unknown outcome: stored for their user, confirmed under their key, and only while the key is valid. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Tab } from "@/testing/fake-browser";
import { MARY, OMAR, openTab, RENT, signIn, signInMary, TRANSFER } from "@/testing/fixtures";
import { apiError, delayedRequest, delayedResponse, lost, unreachable } from "@/testing/network-faults";
import { keys, OUTCOME_UNKNOWN, pay, payWithUnknownOutcome, pendingIn, rentWith } from "@/testing/payment-helpers";
import { flushPromises, HOUR_MS } from "@/testing/timers";
import type { BankClient } from "./client";
import type { OutcomeUnknown } from "./payments";

beforeEach(() => void vi.useFakeTimers());

describe("a payment with an unknown outcome", () => {
  test("is stored with its key", async () => {
    const { bank, browser, tab } = await signInMary();
    const { name, pending } = await payWithUnknownOutcome(browser, tab);
    expect(name).toBe("OutcomeUnknown");
    expect(pendingIn(tab)).toEqual([pending]);
    expect(keys(bank)).toEqual([pending.key]);
  });

  test("is confirmed with its result", async () => {
    const { bank, browser, tab } = await signInMary();
    const { pending } = await payWithUnknownOutcome(browser, tab);
    expect(await tab.run(({ payments }) => payments.confirm(pending))).toMatchObject({ id: 1 });
    expect([bank.payments.made.length, pendingIn(tab)]).toEqual([1, []]);
  });

  test("is made by confirm if the API has not received it", async () => {
    const { bank, browser, tab } = await signInMary();
    browser.failNext(TRANSFER, unreachable, unreachable, unreachable);
    await expect(pay(tab)).rejects.toMatchObject(OUTCOME_UNKNOWN);
    const [pending] = pendingIn(tab);
    await tab.run(({ payments }) => payments.confirm(pending as never));
    expect(bank.payments.made.length).toBe(1);
  });

  test("is not made twice when the user pays again", async () => {
    const { bank, browser, tab } = await signInMary();
    await payWithUnknownOutcome(browser, tab);
    expect(await pay(tab)).toMatchObject({ id: 1 });
    expect([bank.payments.made.length, keys(bank).length]).toEqual([1, 1]);
  });

  test("keeps its key after a reload", async () => {
    const { bank, browser, tab } = await signInMary();
    browser.failNext(TRANSFER, delayedResponse().fault);
    void tab.start(({ payments }) => payments.pay(RENT));
    await flushPromises();
    browser.close(tab);
    const reloaded = await openTab(browser);
    expect(pendingIn(reloaded)).toMatchObject([{ payment: RENT, user: MARY.id }]);
    await pay(reloaded);
    expect([bank.payments.made.length, keys(bank).length, pendingIn(reloaded)]).toEqual([1, 1, []]);
  });

  test("that is in flight is pending in other tabs but not in its own", async () => {
    const { browser, tab } = await signInMary();
    const other = await openTab(browser);
    browser.failNext(TRANSFER, delayedResponse().fault);
    void tab.start(({ payments }) => payments.pay(RENT));
    await flushPromises();
    expect([pendingIn(tab).length, pendingIn(other).length]).toEqual([0, 1]);
  });

  test("from each of two tabs at the same time keeps its own key", async () => {
    const { browser, tab } = await signInMary();
    const other = await openTab(browser);
    browser.failNext(TRANSFER, delayedResponse().fault, delayedResponse().fault);
    void tab.start(({ payments }) => payments.pay(RENT));
    void other.start(({ payments }) => payments.pay(rentWith({ amount: "9" })));
    await flushPromises();
    const items = Object.keys(localStorage).filter((name) => name.startsWith(`bank.payments.${MARY.id}.`));
    expect(items.length).toBe(2);
  });

  test("is removed from the list by dismiss", async () => {
    const { browser, tab } = await signInMary();
    const { pending } = await payWithUnknownOutcome(browser, tab);
    tab.call(({ payments }) => payments.dismiss(pending));
    expect(pendingIn(tab)).toEqual([]);
  });

  test("keeps its key although another tab got an error with it", async () => {
    const { browser, tab } = await signInMary();
    const other = await openTab(browser);
    const delayed = delayedRequest(apiError(429, "throttled"));
    browser.failNext(TRANSFER, delayed.fault, lost, unreachable, unreachable);
    const failing = tab.start(({ payments }) => payments.pay(RENT));
    await flushPromises();
    const waiting = other.start(({ payments }) => payments.pay(RENT));
    await flushPromises();
    delayed.release();
    await expect(failing).rejects.toMatchObject({ code: "throttled" });
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(3_000);
    await expect(waiting).rejects.toMatchObject(OUTCOME_UNKNOWN);
    expect(pendingIn(other).length).toBe(1);
  });

  test("is listed after older ones", async () => {
    const { browser, tab } = await signInMary();
    const { pending } = await payWithUnknownOutcome(browser, tab);
    const older = { ...pending, key: "older", startedAt: pending.startedAt - 1 };
    localStorage.setItem(`bank.payments.${MARY.id}.older`, JSON.stringify(older));
    expect(pendingIn(tab)).toEqual([older, pending]);
  });
});

describe("after another user has signed in", () => {
  async function switchTo(tab: Tab, user: typeof OMAR | typeof MARY) {
    await tab.run(({ session }) => session.signOut());
    await signIn(tab, user);
  }

  test("a pending payment is hidden from the other user and shown to its own user again", async () => {
    const { browser, tab } = await signInMary();
    const { pending } = await payWithUnknownOutcome(browser, tab);
    await switchTo(tab, OMAR);
    expect(pendingIn(tab)).toEqual([]);
    await switchTo(tab, MARY);
    expect(pendingIn(tab)).toEqual([pending]);
  });

  test("a pending payment cannot be confirmed by the other user", async () => {
    const { bank, browser, tab } = await signInMary();
    const { pending } = await payWithUnknownOutcome(browser, tab);
    await switchTo(tab, OMAR);
    await expect(tab.run(({ payments }) => payments.confirm(pending))).rejects.toThrow("another user");
    expect(bank.payments.made.map(({ by }) => by)).toEqual([MARY.id]);
  });

  test("an equal payment of the other user is a different payment", async () => {
    const { bank, browser, tab } = await signInMary();
    await payWithUnknownOutcome(browser, tab);
    await switchTo(tab, OMAR);
    await pay(tab);
    expect(bank.payments.made.map(({ by }) => by)).toEqual([MARY.id, OMAR.id]);
    expect(keys(bank).length).toBe(2);
  });

  test("an equal payment of the other user right after the first is a different payment", async () => {
    const { bank, tab } = await signInMary();
    await pay(tab);
    await switchTo(tab, OMAR);
    await pay(tab);
    expect(bank.payments.made.map(({ by }) => by)).toEqual([MARY.id, OMAR.id]);
  });

  test("a payment that waits for a retry is not sent as the other user", async () => {
    const { bank, browser, tab } = await signInMary();
    const other = await openTab(browser);
    browser.failNext(TRANSFER, unreachable);
    const paying = tab.start(({ payments }) => payments.pay(RENT));
    await flushPromises();
    await switchTo(other, OMAR);
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(paying).rejects.toMatchObject(OUTCOME_UNKNOWN);
    expect(bank.count(TRANSFER)).toBe(0);
  });

  test("a payment from a page restored from the back/forward cache is not sent as the other user", async () => {
    const { bank, browser, tab } = await signInMary();
    const other = await openTab(browser);
    tab.hide();
    await switchTo(other, OMAR);
    await expect(pay(tab)).rejects.toMatchObject({ status: 401 });
    expect(bank.count(TRANSFER)).toBe(0);
  });

  test("a late response to a payment still removes its key", async () => {
    const { browser, tab } = await signInMary();
    const other = await openTab(browser);
    const delayed = delayedResponse();
    browser.failNext(TRANSFER, delayed.fault);
    const paying = tab.start(({ payments }) => payments.pay(RENT));
    await flushPromises();
    await switchTo(other, OMAR);
    delayed.release();
    expect(await paying).toMatchObject({ id: 1 });
    await switchTo(other, MARY);
    expect(pendingIn(other)).toEqual([]);
  });
});

describe("the key of a pending payment", () => {
  const confirm = ({ payments }: BankClient, { pending }: OutcomeUnknown) => payments.confirm(pending);

  test("is not used after 23 hours", async () => {
    const { bank, browser, tab } = await signInMary();
    const outcome = await payWithUnknownOutcome(browser, tab);
    vi.advanceTimersByTime(23 * HOUR_MS);
    await signIn(tab, MARY);
    await expect(tab.run((client) => confirm(client, outcome))).rejects.toMatchObject(OUTCOME_UNKNOWN);
    expect([bank.count(TRANSFER), pendingIn(tab).length]).toEqual([1, 1]);
  });

  test("is used for up to 23 hours", async () => {
    const { bank, browser, tab } = await signInMary();
    const outcome = await payWithUnknownOutcome(browser, tab);
    vi.advanceTimersByTime(22.9 * HOUR_MS);
    await signIn(tab, MARY);
    expect(await tab.run((client) => confirm(client, outcome))).toMatchObject({ id: 1 });
    expect(bank.payments.made.length).toBe(1);
  });

  test("is not used if the clock was set back", async () => {
    const { bank, browser, tab } = await signInMary();
    const outcome = await payWithUnknownOutcome(browser, tab);
    vi.setSystemTime(Date.now() - 2 * HOUR_MS);
    await expect(tab.run((client) => confirm(client, outcome))).rejects.toMatchObject(OUTCOME_UNKNOWN);
    expect(bank.count(TRANSFER)).toBe(1);
  });

  test("is replaced by a new key after a day, so that an equal payment is a new one", async () => {
    const { bank, browser, tab } = await signInMary();
    await payWithUnknownOutcome(browser, tab);
    vi.advanceTimersByTime(25 * HOUR_MS);
    await signIn(tab, MARY);
    await pay(tab);
    expect([bank.payments.made.length, keys(bank).length]).toEqual([2, 2]);
  });
});

test("a pending payment that is confirmed while signed out can be confirmed after the next sign-in", async () => {
  const { browser, tab } = await signInMary();
  const { pending } = await payWithUnknownOutcome(browser, tab);
  await tab.run(({ session }) => session.signOut());
  expect(pendingIn(tab)).toEqual([]);
  await expect(tab.run(({ payments }) => payments.confirm(pending))).rejects.toThrow();
  await signIn(tab, MARY);
  expect(pendingIn(tab).length).toBe(1);
  expect(await tab.run(({ payments }) => payments.confirm(pending))).toMatchObject({ id: 1 });
});

test("stored items that are not payments are ignored", async () => {
  const { browser, tab } = await signInMary();
  localStorage.setItem(`bank.payments.${MARY.id}.one`, "{");
  localStorage.setItem(`bank.payments.${MARY.id}.two`, '{"key":"two"}');
  await payWithUnknownOutcome(browser, tab);
  expect(pendingIn(tab).length).toBe(1);
});

describe("the list of pending payments", () => {
  function addListener(tab: Tab) {
    const listener = vi.fn();
    const unsubscribe = tab.call(({ payments }) => payments.subscribe(listener));
    return { listener, unsubscribe };
  }

  test("is the same array while the payments are the same", async () => {
    const { browser, tab } = await signInMary();
    const none = pendingIn(tab);
    expect(pendingIn(tab)).toBe(none);
    await payWithUnknownOutcome(browser, tab);
    const one = pendingIn(tab);
    expect(one).not.toBe(none);
    expect(pendingIn(tab)).toBe(one);
  });

  test("notifies listeners when an outcome becomes unknown and when it becomes known", async () => {
    const { browser, tab } = await signInMary();
    const seen: number[] = [];
    tab.call(({ payments }) => payments.subscribe(() => seen.push(payments.pending().length)));
    const { pending } = await payWithUnknownOutcome(browser, tab);
    expect(seen).toEqual([1]);
    await tab.run(({ payments }) => payments.confirm(pending));
    expect(seen).toEqual([1, 0]);
  });

  test("contains a payment until its confirmation is complete", async () => {
    const { browser, tab } = await signInMary();
    const { pending } = await payWithUnknownOutcome(browser, tab);
    const delayed = delayedResponse();
    browser.failNext(TRANSFER, delayed.fault);
    const confirming = tab.start(({ payments }) => payments.confirm(pending));
    await flushPromises();
    expect(pendingIn(tab)).toEqual([pending]);
    delayed.release();
    await confirming;
    expect(pendingIn(tab)).toEqual([]);
  });

  test("notifies listeners when a payment is dismissed", async () => {
    const { browser, tab } = await signInMary();
    const { pending } = await payWithUnknownOutcome(browser, tab);
    const { listener } = addListener(tab);
    tab.call(({ payments }) => payments.dismiss(pending));
    expect(listener).toHaveBeenCalledOnce();
  });

  test("notifies listeners when another tab starts and completes a payment", async () => {
    const { tab, browser } = await signInMary();
    const { listener } = addListener(await openTab(browser));
    await pay(tab);
    await flushPromises();
    expect(listener).toHaveBeenCalledTimes(2);
  });

  test("does not notify listeners of other changes or after they unsubscribe", async () => {
    const { browser, tab } = await signInMary();
    const other = await openTab(browser);
    const { listener, unsubscribe } = addListener(other);
    await tab.run(({ session }) => session.refresh());
    await flushPromises();
    expect(listener).not.toHaveBeenCalled();
    unsubscribe();
    await pay(tab);
    await flushPromises();
    expect(listener).not.toHaveBeenCalled();
  });
});
