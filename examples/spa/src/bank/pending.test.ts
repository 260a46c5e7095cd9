/** Payments whose outcome is unknown: kept for their owner, asked for under their key, and not for ever. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import { load, MARY, OMAR, RENT, signIn, TRANSFER } from "../testing/cast";
import { turns } from "../testing/clock";
import type { Tab } from "../testing/fake_browser";
import { held, heldOnTheWay, lost, refused, unreachable } from "../testing/faults";
import { keys, marysWorld, outcomeUnknown, pay, pendingIn, rentWith, UNKNOWN } from "../testing/paying";
import type { Bank } from "./bank";
import type { OutcomeUnknown } from "./payments";

const HOUR_MS = 3600_000;

beforeEach(() => void vi.useFakeTimers());

describe("a payment whose outcome is unknown", () => {
  test("keeps its key", async () => {
    const { bank, browser, tab } = await marysWorld();
    const { name, pending } = await outcomeUnknown(browser, tab);
    expect(name).toBe("OutcomeUnknown");
    expect(pendingIn(tab)).toEqual([pending]);
    expect(keys(bank)).toEqual([pending.key]);
  });

  test("is asked for: finish says what became of it", async () => {
    const { bank, browser, tab } = await marysWorld();
    const { pending } = await outcomeUnknown(browser, tab);
    expect(await tab.does(({ payments }) => payments.finish(pending))).toMatchObject({ id: 1 });
    expect([bank.payments.made.length, pendingIn(tab)]).toEqual([1, []]);
  });

  test("is made by finish if it never was", async () => {
    const { bank, browser, tab } = await marysWorld();
    browser.next(TRANSFER, unreachable, unreachable, unreachable);
    await expect(pay(tab)).rejects.toMatchObject(UNKNOWN);
    const [pending] = pendingIn(tab);
    await tab.does(({ payments }) => payments.finish(pending as never));
    expect(bank.payments.made.length).toBe(1);
  });

  test("is not made anew when it is paid again", async () => {
    const { bank, browser, tab } = await marysWorld();
    await outcomeUnknown(browser, tab);
    expect(await pay(tab)).toMatchObject({ id: 1 });
    expect([bank.payments.made.length, keys(bank).length]).toEqual([1, 1]);
  });

  test("keeps its key over a reload", async () => {
    const { bank, browser, tab } = await marysWorld();
    browser.next(TRANSFER, held().fault);
    void tab.begins(({ payments }) => payments.pay(RENT));
    await turns();
    browser.close(tab);
    const reloaded = await load(browser);
    expect(pendingIn(reloaded)).toMatchObject([{ payment: RENT, user: MARY.id }]);
    await pay(reloaded);
    expect([bank.payments.made.length, keys(bank).length, pendingIn(reloaded)]).toEqual([1, 1, []]);
  });

  test("what is on its way is not shown as pending where it is waited for, but elsewhere", async () => {
    const { browser, tab } = await marysWorld();
    const other = await load(browser);
    browser.next(TRANSFER, held().fault);
    void tab.begins(({ payments }) => payments.pay(RENT));
    await turns();
    expect([pendingIn(tab).length, pendingIn(other).length]).toEqual([0, 1]);
  });

  test("two tabs that begin at once keep both keys", async () => {
    const { browser, tab } = await marysWorld();
    const other = await load(browser);
    browser.next(TRANSFER, held().fault, held().fault);
    void tab.begins(({ payments }) => payments.pay(RENT));
    void other.begins(({ payments }) => payments.pay(rentWith({ amount: "9" })));
    await turns();
    const items = Object.keys(localStorage).filter((name) => name.startsWith(`bank.payments.${MARY.id}.`));
    expect(items.length).toBe(2);
  });

  test("a forgotten payment is asked about no more", async () => {
    const { browser, tab } = await marysWorld();
    const { pending } = await outcomeUnknown(browser, tab);
    tab.asks(({ payments }) => payments.forget(pending));
    expect(pendingIn(tab)).toEqual([]);
  });

  test("keeps its key though another tab was refused with it", async () => {
    const { browser, tab } = await marysWorld();
    const other = await load(browser);
    const refusal = heldOnTheWay(refused(429, "throttled"));
    browser.next(TRANSFER, refusal.fault, lost, unreachable, unreachable);
    const refusing = tab.begins(({ payments }) => payments.pay(RENT));
    await turns();
    const losing = other.begins(({ payments }) => payments.pay(RENT));
    await turns();
    refusal.release();
    await expect(refusing).rejects.toMatchObject({ code: "throttled" });
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(3_000);
    await expect(losing).rejects.toMatchObject(UNKNOWN);
    expect(pendingIn(other).length).toBe(1);
  });

  test("is shown after those that are older", async () => {
    const { browser, tab } = await marysWorld();
    const { pending } = await outcomeUnknown(browser, tab);
    const older = { ...pending, key: "older", startedAt: pending.startedAt - 1 };
    localStorage.setItem(`bank.payments.${MARY.id}.older`, JSON.stringify(older));
    expect(pendingIn(tab)).toEqual([older, pending]);
  });
});

describe("when somebody else signs in", () => {
  async function switchTo(tab: Tab, person: typeof OMAR | typeof MARY) {
    await tab.does(({ session }) => session.signOut());
    await signIn(tab, person);
  }

  test("an unknown outcome is not theirs to see, and is there again for its owner", async () => {
    const { browser, tab } = await marysWorld();
    const { pending } = await outcomeUnknown(browser, tab);
    await switchTo(tab, OMAR);
    expect(pendingIn(tab)).toEqual([]);
    await switchTo(tab, MARY);
    expect(pendingIn(tab)).toEqual([pending]);
  });

  test("an unknown outcome cannot be asked for, or paid, under their name", async () => {
    const { bank, browser, tab } = await marysWorld();
    const { pending } = await outcomeUnknown(browser, tab);
    await switchTo(tab, OMAR);
    await expect(tab.does(({ payments }) => payments.finish(pending))).rejects.toThrow("Somebody else");
    expect(bank.payments.made.map(({ by }) => by)).toEqual([MARY.id]);
  });

  test("the same payment of theirs is another one", async () => {
    const { bank, browser, tab } = await marysWorld();
    await outcomeUnknown(browser, tab);
    await switchTo(tab, OMAR);
    await pay(tab);
    expect(bank.payments.made.map(({ by }) => by)).toEqual([MARY.id, OMAR.id]);
    expect(keys(bank).length).toBe(2);
  });

  test("just after a payment, the same one of theirs is another one", async () => {
    const { bank, tab } = await marysWorld();
    await pay(tab);
    await switchTo(tab, OMAR);
    await pay(tab);
    expect(bank.payments.made.map(({ by }) => by)).toEqual([MARY.id, OMAR.id]);
  });

  test("what waits to be asked for again is not asked for as them", async () => {
    const { bank, browser, tab } = await marysWorld();
    const other = await load(browser);
    browser.next(TRANSFER, unreachable);
    const paying = tab.begins(({ payments }) => payments.pay(RENT));
    await turns();
    await switchTo(other, OMAR);
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(paying).rejects.toMatchObject(UNKNOWN);
    expect(bank.count(TRANSFER)).toBe(0);
  });

  test("what the bank has not seen yet is not sent as them, in a page that was asleep", async () => {
    const { bank, browser, tab } = await marysWorld();
    const other = await load(browser);
    tab.sleep();
    await switchTo(other, OMAR);
    await expect(pay(tab)).rejects.toMatchObject({ status: 401 });
    expect(bank.count(TRANSFER)).toBe(0);
  });

  test("a late answer to a payment still frees its key", async () => {
    const { browser, tab } = await marysWorld();
    const other = await load(browser);
    const answer = held();
    browser.next(TRANSFER, answer.fault);
    const paying = tab.begins(({ payments }) => payments.pay(RENT));
    await turns();
    await switchTo(other, OMAR);
    answer.release();
    expect(await paying).toMatchObject({ id: 1 });
    await switchTo(other, MARY);
    expect(pendingIn(other)).toEqual([]);
  });
});

describe("a key that is older than a day", () => {
  const finish = ({ payments }: Bank, { pending }: OutcomeUnknown) => payments.finish(pending);

  test("is not asked with", async () => {
    const { bank, browser, tab } = await marysWorld();
    const outcome = await outcomeUnknown(browser, tab);
    vi.advanceTimersByTime(23 * HOUR_MS);
    await signIn(tab, MARY);
    await expect(tab.does((opened) => finish(opened, outcome))).rejects.toMatchObject(UNKNOWN);
    expect([bank.count(TRANSFER), pendingIn(tab).length]).toEqual([1, 1]);
  });

  test("is asked with until then", async () => {
    const { bank, browser, tab } = await marysWorld();
    const outcome = await outcomeUnknown(browser, tab);
    vi.advanceTimersByTime(22.9 * HOUR_MS);
    await signIn(tab, MARY);
    expect(await tab.does((opened) => finish(opened, outcome))).toMatchObject({ id: 1 });
    expect(bank.payments.made.length).toBe(1);
  });

  test("is not asked with because a clock was set back", async () => {
    const { bank, browser, tab } = await marysWorld();
    const outcome = await outcomeUnknown(browser, tab);
    vi.setSystemTime(Date.now() - 2 * HOUR_MS);
    await expect(tab.does((opened) => finish(opened, outcome))).rejects.toMatchObject(UNKNOWN);
    expect(bank.count(TRANSFER)).toBe(1);
  });

  test("makes the same payment, made again, a new one", async () => {
    const { bank, browser, tab } = await marysWorld();
    await outcomeUnknown(browser, tab);
    vi.advanceTimersByTime(25 * HOUR_MS);
    await signIn(tab, MARY);
    await pay(tab);
    expect([bank.payments.made.length, keys(bank).length]).toEqual([2, 2]);
  });
});

test("a payment that is asked for while nobody is signed in can be asked for later", async () => {
  const { browser, tab } = await marysWorld();
  const { pending } = await outcomeUnknown(browser, tab);
  await tab.does(({ session }) => session.signOut());
  expect(pendingIn(tab)).toEqual([]);
  await expect(tab.does(({ payments }) => payments.finish(pending))).rejects.toThrow();
  await signIn(tab, MARY);
  expect(pendingIn(tab).length).toBe(1);
  expect(await tab.does(({ payments }) => payments.finish(pending))).toMatchObject({ id: 1 });
});

test("what is in storage and is no payment is passed over", async () => {
  const { browser, tab } = await marysWorld();
  localStorage.setItem(`bank.payments.${MARY.id}.one`, "{");
  localStorage.setItem(`bank.payments.${MARY.id}.two`, '{"key":"two"}');
  await outcomeUnknown(browser, tab);
  expect(pendingIn(tab).length).toBe(1);
});

describe("the list of pending payments", () => {
  function listening(tab: Tab) {
    const listener = vi.fn();
    const stop = tab.asks(({ payments }) => payments.subscribe(listener));
    return { listener, stop };
  }

  test("is the same array while nothing has changed", async () => {
    const { browser, tab } = await marysWorld();
    const none = pendingIn(tab);
    expect(pendingIn(tab)).toBe(none);
    await outcomeUnknown(browser, tab);
    const one = pendingIn(tab);
    expect(one).not.toBe(none);
    expect(pendingIn(tab)).toBe(one);
  });

  test("says when a payment's outcome is unknown, and when it is known", async () => {
    const { browser, tab } = await marysWorld();
    const seen: number[] = [];
    tab.asks(({ payments }) => payments.subscribe(() => seen.push(payments.pending().length)));
    const { pending } = await outcomeUnknown(browser, tab);
    expect(seen).toEqual([1]);
    await tab.does(({ payments }) => payments.finish(pending));
    expect(seen).toEqual([1, 0]);
  });

  test("keeps a payment that is asked for again until it is known what became of it", async () => {
    const { browser, tab } = await marysWorld();
    const { pending } = await outcomeUnknown(browser, tab);
    const answer = held();
    browser.next(TRANSFER, answer.fault);
    const finishing = tab.begins(({ payments }) => payments.finish(pending));
    await turns();
    expect(pendingIn(tab)).toEqual([pending]);
    answer.release();
    await finishing;
    expect(pendingIn(tab)).toEqual([]);
  });

  test("says when a payment is forgotten", async () => {
    const { browser, tab } = await marysWorld();
    const { pending } = await outcomeUnknown(browser, tab);
    const { listener } = listening(tab);
    tab.asks(({ payments }) => payments.forget(pending));
    expect(listener).toHaveBeenCalledOnce();
  });

  test("says what another tab has begun and settled", async () => {
    const { tab, browser } = await marysWorld();
    const { listener } = listening(await load(browser));
    await pay(tab);
    await turns();
    expect(listener).toHaveBeenCalledTimes(2);
  });

  test("says nothing of what is not a payment, nor to whoever has stopped listening", async () => {
    const { browser, tab } = await marysWorld();
    const other = await load(browser);
    const { listener, stop } = listening(other);
    await tab.does(({ session }) => session.refresh());
    await turns();
    expect(listener).not.toHaveBeenCalled();
    stop();
    await pay(tab);
    await turns();
    expect(listener).not.toHaveBeenCalled();
  });
});
