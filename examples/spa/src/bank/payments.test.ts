/** Paying: once, whatever is clicked twice, lost, refused or over in the midst of it. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import { CASH_IN, CORA, DEPOSIT, EVERYBODY, load, MARY, REFRESH, RENT, signIn, TRANSFER, tabOf } from "../testing/cast";
import { turns } from "../testing/clock";
import { FakeBank } from "../testing/fake_bank";
import { FakeBrowser } from "../testing/fake_browser";
import {
  cutOff,
  doneBehindPage,
  type Fault,
  heldOnTheWay,
  lost,
  refused,
  silent,
  unreachable,
} from "../testing/faults";
import { keys, marysWorld, outcomeUnknown, pay, pendingIn, rentWith, UNKNOWN } from "../testing/paying";
import type { Payment } from "./payments";

const HOUR_MS = 3600_000;

beforeEach(() => void vi.useFakeTimers());

describe("a payment", () => {
  test("is made, and nothing is pending after it", async () => {
    const { bank, tab } = await marysWorld();
    expect(await pay(tab)).toMatchObject({ id: 1, amount: "250.00" });
    expect([bank.payments.made.length, pendingIn(tab)]).toEqual([1, []]);
  });

  test("is one payment when clicked twice", async () => {
    const { bank, tab } = await marysWorld();
    const both = tab.does(({ payments }) => Promise.all([payments.pay(RENT), payments.pay(RENT)]));
    expect(await both).toMatchObject([{ id: 1 }, { id: 1 }]);
    expect([bank.payments.made.length, bank.count(TRANSFER)]).toEqual([1, 1]);
  });

  test("is one payment when the second click comes just after a quick answer", async () => {
    const { bank, tab } = await marysWorld();
    await pay(tab);
    vi.advanceTimersByTime(400);
    expect(await pay(tab)).toMatchObject({ id: 1 });
    expect(bank.payments.made.length).toBe(1);
  });

  test("is a second payment when made again on purpose", async () => {
    const { bank, tab } = await marysWorld();
    await pay(tab);
    vi.advanceTimersByTime(1_001);
    expect(await pay(tab)).toMatchObject({ id: 2 });
    expect([bank.payments.made.length, keys(bank).length]).toEqual([2, 2]);
  });

  test("is one payment in two tabs that ask at once", async () => {
    const { bank, browser, tab } = await marysWorld();
    const other = await load(browser);
    expect(await Promise.all([pay(tab), pay(other)])).toMatchObject([{ id: 1 }, { id: 1 }]);
    expect([bank.payments.made.length, keys(bank).length]).toEqual([1, 1]);
  });

  test.each([
    ["another amount", { amount: "250.01" }],
    ["another description", { description: "Rent in May" }],
    ["another account", { to_account: "10000030" }],
  ])("with %s is another payment", async (_, change) => {
    const { bank, browser, tab } = await marysWorld();
    await outcomeUnknown(browser, tab);
    await pay(tab, rentWith(change));
    expect([bank.payments.made.length, keys(bank).length, pendingIn(tab).length]).toEqual([2, 2, 1]);
  });

  test.each([
    ["another way to write the amount", RENT, { ...RENT.body, amount: "0250" }],
    ["an empty description", CASH_IN, { ...CASH_IN.body, description: "" }],
    ["its fields in another order", RENT, Object.fromEntries(Object.entries(RENT.body).reverse())],
  ])("with %s is the same payment", async (_, first, body) => {
    const { bank, browser, tab } = await marysWorld();
    await tab.does(({ session }) => session.signOut());
    await signIn(tab, CORA);
    browser.next(first.to, lost, unreachable, unreachable);
    await expect(pay(tab, first)).rejects.toMatchObject(UNKNOWN);
    await pay(tab, { to: first.to, body } as Payment);
    expect([bank.payments.made.length, keys(bank, first.to).length]).toEqual([1, 1]);
  });

  test("that cannot be written down is not sent", async () => {
    const { bank, tab } = await marysWorld();
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("Full.", "QuotaExceededError");
    });
    await expect(pay(tab)).rejects.toThrow("Full.");
    expect(bank.count(TRANSFER)).toBe(0);
  });

  test("is for somebody who is signed in", async () => {
    const { tab } = await marysWorld();
    await tab.does(({ session }) => session.signOut());
    await expect(pay(tab)).rejects.toThrow("Nobody is signed in.");
  });
});

describe("without an answer", () => {
  test.each<[string, Fault]>([
    ["lost", lost],
    ["never there", unreachable],
    ["cut off in the middle", cutOff],
    ["never coming", silent],
    ["a proxy's 504", doneBehindPage(504)],
    ["a proxy's page that says it is fine", doneBehindPage(200)],
    ["a proxy's 404", doneBehindPage(404)],
    ["a defect of the bank's", refused(500, "server_error")],
    ["that it is still being worked on", refused(409, "idempotency_in_progress", 1)],
    ["empty", () => ({ status: 200 })],
  ])("(%s) it is asked for again under the same key, and made once", async (_, fault) => {
    const { bank, browser, tab } = await marysWorld();
    browser.next(TRANSFER, fault);
    expect(await pay(tab)).toMatchObject({ id: 1 });
    expect([bank.payments.made.length, keys(bank).length, pendingIn(tab)]).toEqual([1, 1, []]);
  });
});

describe("the bank's Retry-After", () => {
  test("is waited for before a payment is asked for again", async () => {
    const { bank, browser, tab } = await marysWorld();
    browser.next(TRANSFER, refused(503, "unavailable", 9));
    const paying = tab.begins(({ payments }) => payments.pay(RENT));
    await turns();
    await vi.advanceTimersByTimeAsync(8_999);
    await turns();
    expect(bank.count(TRANSFER)).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(await paying).toMatchObject({ id: 1 });
  });

  test("is not waited for where it is long: the outcome is unknown for now", async () => {
    const { bank, browser, tab } = await marysWorld();
    browser.next(TRANSFER, refused(503, "unavailable", 300));
    const start = Date.now();
    await expect(pay(tab)).rejects.toMatchObject(UNKNOWN);
    expect([bank.count(TRANSFER), Date.now() - start]).toEqual([0, 0]);
  });

  test("after a 429 is for the person to wait for", async () => {
    const { bank, browser, tab } = await marysWorld();
    browser.next(TRANSFER, refused(429, "throttled", 2));
    await expect(pay(tab)).rejects.toMatchObject({ code: "throttled", retryAfter: 2 });
    expect([bank.count(TRANSFER), pendingIn(tab)]).toEqual([0, []]);
  });
});

describe("a refusal", () => {
  test("is final: the next try is a new payment", async () => {
    const { bank, tab } = await marysWorld();
    bank.payments.balance = 100;
    await expect(pay(tab)).rejects.toMatchObject({ status: 422, code: "insufficient_funds" });
    expect(pendingIn(tab)).toEqual([]);
    bank.payments.balance = 1000;
    expect(await pay(tab)).toMatchObject({ id: 1 });
    expect(keys(bank).length).toBe(2);
  });

  test("that was lost is told when asked again, and frees the key", async () => {
    const { bank, browser, tab } = await marysWorld();
    bank.payments.balance = 100;
    browser.next(TRANSFER, lost);
    await expect(pay(tab)).rejects.toMatchObject({ code: "insufficient_funds" });
    expect([keys(bank).length, pendingIn(tab)]).toEqual([1, []]);
  });

  test.each([
    [401, "session_ended"],
    [403, "permission_denied"],
    [429, "throttled"],
  ])("of a repeat with %i %s leaves open what became of the first try", async (status, code) => {
    const { bank, browser, tab } = await marysWorld();
    browser.next(TRANSFER, lost, refused(status, code, 1));
    await expect(pay(tab)).rejects.toMatchObject({ ...UNKNOWN, cause: { code } });
    if (status === 401) await signIn(tab, MARY);
    expect(pendingIn(tab).length).toBe(1);
    await pay(tab);
    expect([bank.payments.made.length, keys(bank).length]).toEqual([1, 1]);
  });

  test.each([400, 404, 409, 422])("of a repeat with %i is the last word", async (status) => {
    const { browser, tab } = await marysWorld();
    browser.next(TRANSFER, unreachable, refused(status, "some_code"));
    await expect(pay(tab)).rejects.toMatchObject({ status, code: "some_code" });
    expect(pendingIn(tab)).toEqual([]);
  });
});

describe("when the token is over in the midst of a payment", () => {
  test("the payment goes on with the new token and the same key", async () => {
    const { bank, tab } = await marysWorld();
    bank.skewMs = 2 * HOUR_MS;
    expect(await pay(tab)).toMatchObject({ id: 1 });
    expect(bank.log.filter(({ path }) => path === TRANSFER).map(({ status }) => status)).toEqual([401, 201]);
    expect([bank.count(REFRESH), keys(bank).length]).toEqual([1, 1]);
  });

  test("and the session has ended, nothing was paid and nothing is pending", async () => {
    const { bank, tab } = await marysWorld();
    bank.endSessions();
    await expect(pay(tab)).rejects.toMatchObject({ status: 401, code: "session_ended" });
    await signIn(tab, MARY);
    expect([bank.payments.made, pendingIn(tab)]).toEqual([[], []]);
  });
});

test("cash at the counter is paid once as well", async () => {
  const bank = new FakeBank(EVERYBODY);
  const browser = new FakeBrowser(bank, "body");
  const tab = await tabOf(browser, CORA);
  browser.next(DEPOSIT, lost);
  expect(await pay(tab, CASH_IN)).toMatchObject({ id: 1, path: DEPOSIT });
  expect([bank.payments.made.length, keys(bank, DEPOSIT).length]).toEqual([1, 1]);
});

test("a request that reaches the bank after its repeat does not pay again", async () => {
  const { bank, browser, tab } = await marysWorld();
  const first = heldOnTheWay();
  browser.next(TRANSFER, first.fault);
  await pay(tab);
  first.release();
  await turns();
  expect([bank.count(TRANSFER), bank.payments.made.length]).toEqual([2, 1]);
});
