/** Payments are made once despite double clicks, lost responses, errors and expired tokens. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  CASH_DEPOSIT,
  CORA,
  DEPOSIT,
  MARY,
  openBrowser,
  openTab,
  openTabAs,
  REFRESH,
  RENT,
  signIn,
  signInMary,
  TRANSFER,
} from "@/testing/fixtures";
import {
  apiError,
  cutOff,
  delayedRequest,
  type Fault,
  lost,
  servedBehindHtmlPage,
  silent,
  unreachable,
} from "@/testing/network-faults";
import { keys, OUTCOME_UNKNOWN, pay, payWithUnknownOutcome, pendingIn, rentWith } from "@/testing/payment-helpers";
import { flushPromises, HOUR_MS } from "@/testing/timers";
import type { Payment } from "./payments";

beforeEach(() => void vi.useFakeTimers());

describe("a payment", () => {
  test("is made and leaves no pending payment", async () => {
    const { bank, tab } = await signInMary();
    expect(await pay(tab)).toMatchObject({ id: 1, amount: "250.00" });
    expect([bank.payments.made.length, pendingIn(tab)]).toEqual([1, []]);
  });

  test("is made once after a double click", async () => {
    const { bank, tab } = await signInMary();
    const both = tab.run(({ payments }) => Promise.all([payments.pay(RENT), payments.pay(RENT)]));
    expect(await both).toMatchObject([{ id: 1 }, { id: 1 }]);
    expect([bank.payments.made.length, bank.count(TRANSFER)]).toEqual([1, 1]);
  });

  test("is made once if the second click follows a fast response", async () => {
    const { bank, tab } = await signInMary();
    await pay(tab);
    vi.advanceTimersByTime(400);
    expect(await pay(tab)).toMatchObject({ id: 1 });
    expect(bank.payments.made.length).toBe(1);
  });

  test("is made again if the user repeats it later", async () => {
    const { bank, tab } = await signInMary();
    await pay(tab);
    vi.advanceTimersByTime(1_001);
    expect(await pay(tab)).toMatchObject({ id: 2 });
    expect([bank.payments.made.length, keys(bank).length]).toEqual([2, 2]);
  });

  test("is made once if two tabs send it at the same time", async () => {
    const { bank, browser, tab } = await signInMary();
    const other = await openTab(browser);
    expect(await Promise.all([pay(tab), pay(other)])).toMatchObject([{ id: 1 }, { id: 1 }]);
    expect([bank.payments.made.length, keys(bank).length]).toEqual([1, 1]);
  });

  test.each([
    ["another amount", { amount: "250.01" }],
    ["another description", { description: "Rent in May" }],
    ["another account", { to_account: "10000030" }],
  ])("with %s is a different payment", async (_, change) => {
    const { bank, browser, tab } = await signInMary();
    await payWithUnknownOutcome(browser, tab);
    await pay(tab, rentWith(change));
    expect([bank.payments.made.length, keys(bank).length, pendingIn(tab).length]).toEqual([2, 2, 1]);
  });

  test.each([
    ["a different notation of the amount", RENT, { ...RENT.body, amount: "0250" }],
    ["an empty description", CASH_DEPOSIT, { ...CASH_DEPOSIT.body, description: "" }],
    ["its fields in a different order", RENT, Object.fromEntries(Object.entries(RENT.body).reverse())],
  ])("with %s is the same payment", async (_, first, body) => {
    const { bank, browser, tab } = await signInMary();
    await tab.run(({ session }) => session.signOut());
    await signIn(tab, CORA);
    browser.failNext(first.to, lost, unreachable, unreachable);
    await expect(pay(tab, first)).rejects.toMatchObject(OUTCOME_UNKNOWN);
    await pay(tab, { to: first.to, body } as Payment);
    expect([bank.payments.made.length, keys(bank, first.to).length]).toEqual([1, 1]);
  });

  test("that cannot be stored is not sent", async () => {
    const { bank, tab } = await signInMary();
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("Full.", "QuotaExceededError");
    });
    await expect(pay(tab)).rejects.toThrow("Full.");
    expect(bank.count(TRANSFER)).toBe(0);
  });

  test("requires a signed-in user", async () => {
    const { tab } = await signInMary();
    await tab.run(({ session }) => session.signOut());
    await expect(pay(tab)).rejects.toThrow("Nobody is signed in.");
  });
});

describe("a payment without a usable response", () => {
  test.each<[string, Fault]>([
    ["lost response", lost],
    ["unreachable API", unreachable],
    ["response cut off", cutOff],
    ["no response", silent],
    ["proxy's 504", servedBehindHtmlPage(504)],
    ["proxy's page with status 200", servedBehindHtmlPage(200)],
    ["proxy's 404", servedBehindHtmlPage(404)],
    ["server error", apiError(500, "server_error")],
    ["first request in progress", apiError(409, "idempotency_in_progress", 1)],
    ["empty response", () => ({ status: 200 })],
  ])("(%s) is retried under the same key and made once", async (_, fault) => {
    const { bank, browser, tab } = await signInMary();
    browser.failNext(TRANSFER, fault);
    expect(await pay(tab)).toMatchObject({ id: 1 });
    expect([bank.payments.made.length, keys(bank).length, pendingIn(tab)]).toEqual([1, 1, []]);
  });
});

describe("Retry-After of a payment", () => {
  test("delays the retry", async () => {
    const { bank, browser, tab } = await signInMary();
    browser.failNext(TRANSFER, apiError(503, "unavailable", 9));
    const paying = tab.start(({ payments }) => payments.pay(RENT));
    await flushPromises();
    await vi.advanceTimersByTimeAsync(8_999);
    await flushPromises();
    expect(bank.count(TRANSFER)).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(await paying).toMatchObject({ id: 1 });
  });

  test("is not waited for if it is long, and the outcome is unknown", async () => {
    const { bank, browser, tab } = await signInMary();
    browser.failNext(TRANSFER, apiError(503, "unavailable", 300));
    const start = Date.now();
    await expect(pay(tab)).rejects.toMatchObject(OUTCOME_UNKNOWN);
    expect([bank.count(TRANSFER), Date.now() - start]).toEqual([0, 0]);
  });

  test("of a 429 is passed on to the user without a retry", async () => {
    const { bank, browser, tab } = await signInMary();
    browser.failNext(TRANSFER, apiError(429, "throttled", 2));
    await expect(pay(tab)).rejects.toMatchObject({ code: "throttled", retryAfter: 2 });
    expect([bank.count(TRANSFER), pendingIn(tab)]).toEqual([0, []]);
  });
});

describe("an error response to a payment", () => {
  test("of 422 is final, and the next attempt is a new payment", async () => {
    const { bank, tab } = await signInMary();
    bank.payments.balance = 100;
    await expect(pay(tab)).rejects.toMatchObject({ status: 422, code: "insufficient_funds" });
    expect(pendingIn(tab)).toEqual([]);
    bank.payments.balance = 1000;
    expect(await pay(tab)).toMatchObject({ id: 1 });
    expect(keys(bank).length).toBe(2);
  });

  test("that was lost is returned by the retry and removes the key", async () => {
    const { bank, browser, tab } = await signInMary();
    bank.payments.balance = 100;
    browser.failNext(TRANSFER, lost);
    await expect(pay(tab)).rejects.toMatchObject({ code: "insufficient_funds" });
    expect([keys(bank).length, pendingIn(tab)]).toEqual([1, []]);
  });

  test.each([
    [401, "session_ended"],
    [403, "permission_denied"],
    [429, "throttled"],
  ])("of %i %s to a retry leaves the outcome unknown", async (status, code) => {
    const { bank, browser, tab } = await signInMary();
    browser.failNext(TRANSFER, lost, apiError(status, code, 1));
    await expect(pay(tab)).rejects.toMatchObject({ ...OUTCOME_UNKNOWN, cause: { code } });
    if (status === 401) await signIn(tab, MARY);
    expect(pendingIn(tab).length).toBe(1);
    await pay(tab);
    expect([bank.payments.made.length, keys(bank).length]).toEqual([1, 1]);
  });

  test.each([400, 404, 409, 422])("of %i to a retry is final", async (status) => {
    const { browser, tab } = await signInMary();
    browser.failNext(TRANSFER, unreachable, apiError(status, "some_code"));
    await expect(pay(tab)).rejects.toMatchObject({ status, code: "some_code" });
    expect(pendingIn(tab)).toEqual([]);
  });
});

describe("a payment with an expired token", () => {
  test("is sent again with a new token and the same key", async () => {
    const { bank, tab } = await signInMary();
    bank.skewMs = 2 * HOUR_MS;
    expect(await pay(tab)).toMatchObject({ id: 1 });
    expect(bank.log.filter(({ path }) => path === TRANSFER).map(({ status }) => status)).toEqual([401, 201]);
    expect([bank.count(REFRESH), keys(bank).length]).toEqual([1, 1]);
  });

  test("whose session has ended is not made and not pending", async () => {
    const { bank, tab } = await signInMary();
    bank.endSessions();
    await expect(pay(tab)).rejects.toMatchObject({ status: 401, code: "session_ended" });
    await signIn(tab, MARY);
    expect([bank.payments.made, pendingIn(tab)]).toEqual([[], []]);
  });
});

test("a cash deposit with a lost response is made once", async () => {
  const { bank, browser } = openBrowser("body");
  const tab = await openTabAs(browser, CORA);
  browser.failNext(DEPOSIT, lost);
  expect(await pay(tab, CASH_DEPOSIT)).toMatchObject({ id: 1, path: DEPOSIT });
  expect([bank.payments.made.length, keys(bank, DEPOSIT).length]).toEqual([1, 1]);
});

test("a request that reaches the API after its retry does not pay again", async () => {
  const { bank, browser, tab } = await signInMary();
  const first = delayedRequest();
  browser.failNext(TRANSFER, first.fault);
  await pay(tab);
  first.release();
  await flushPromises();
  expect([bank.count(TRANSFER), bank.payments.made.length]).toEqual([2, 1]);
});
