/** Token refresh: once for all tabs, and without waiting the session when a response is lost. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import type { FakeBank } from "@/testing/fake-bank";
import { MARY, OMAR, openTab, REFRESH, readAccounts, signIn, signInMary } from "@/testing/fixtures";
import {
  apiError,
  delayedRequest,
  delayedResponse,
  htmlPage,
  lost,
  servedBehindHtmlPage,
  silent,
  unreachable,
} from "@/testing/network-faults";
import { flushPromises, HOUR_MS } from "@/testing/timers";
import { readSession, writeSession } from "./session-storage";

beforeEach(() => void vi.useFakeTimers());

describe.each([
  ["cookie", true],
  ["cookie", false],
  ["body", true],
  ["body", false],
] as const)("in %s transport (Web Locks: %s)", (transport, hasLocks) => {
  const setUp = () => signInMary(transport, { hasLocks });

  const keys = (bank: FakeBank) =>
    bank.log.filter(({ path }) => path === REFRESH).map(({ headers }) => headers.get("Idempotency-Key"));

  test("three tabs with an expired token continue with one new pair of tokens", async () => {
    const { bank, browser, tab } = await setUp();
    const tabs = [tab, await openTab(browser), await openTab(browser)];
    vi.advanceTimersByTime(2 * HOUR_MS);
    const results = await Promise.all(tabs.map((one) => readAccounts(one)));
    expect(results.map(({ response }) => response.status)).toEqual([200, 200, 200]);
    expect(tabs.map(({ state }) => state.status)).toEqual(["signed-in", "signed-in", "signed-in"]);
    // Without locks each tab refreshes. In body transport they share a key, so the bank rotates once and replays twice.
    expect(bank.count(REFRESH)).toBe(hasLocks ? 1 : 3);
    if (!hasLocks) expect(new Set(keys(bank)).size).toBe(transport === "body" ? 1 : 3);
    expect((await readAccounts(tab)).response.status).toBe(200);
  });

  test.each([
    ["is lost", lost],
    ["never arrives", silent],
    ["is replaced by a proxy's page", servedBehindHtmlPage(504)],
  ])("a refresh whose response %s is retried under the same key and replayed", async (_, fault) => {
    const { bank, browser, tab } = await setUp();
    browser.failNext(REFRESH, fault);
    await tab.run(({ session }) => session.refresh());
    const [first, second] = keys(bank);
    expect([bank.count(REFRESH), second]).toEqual([2, first]);
    expect((await readAccounts(tab)).response.status).toBe(200);
    expect(bank.log.filter(({ path }) => path === REFRESH).map(({ status }) => status)).toEqual([200, 200]);
  });

  test("each refresh uses a new key", async () => {
    const { bank, tab } = await setUp();
    await tab.run(({ session }) => session.refresh());
    await tab.run(({ session }) => session.refresh());
    expect(new Set(keys(bank)).size).toBe(2);
  });

  // Cookies without a lock use a key for each tab (`idempotencyKey`).
  if (hasLocks || transport === "body")
    test("a reload during a refresh repeats it under the same key", async () => {
      const { bank, browser, tab } = await setUp();
      vi.advanceTimersByTime(2 * HOUR_MS);
      browser.failNext(REFRESH, delayedResponse().fault);
      void tab.start(({ api }) => api.GET("/api/accounts/"));
      await flushPromises();
      browser.close(tab);
      expect((await openTab(browser)).state).toMatchObject({ status: "signed-in", user: { id: MARY.id } });
      const [first, second] = keys(bank);
      expect([bank.count(REFRESH), second]).toEqual([2, first]);
    });

  test("a refresh that gets a 503 is retried after Retry-After and not earlier", async () => {
    const { bank, browser, tab } = await setUp();
    browser.failNext(REFRESH, apiError(503, "unavailable", 7));
    const refreshing = tab.start(({ session }) => session.refresh());
    await flushPromises();
    await vi.advanceTimersByTimeAsync(6_999);
    await flushPromises();
    expect(bank.count(REFRESH)).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    await refreshing;
    expect(bank.count(REFRESH)).toBe(1);
  });

  test("a refresh with a long Retry-After fails at once and keeps the session", async () => {
    const { bank, browser, tab } = await setUp();
    browser.failNext(REFRESH, apiError(503, "unavailable", 120));
    await expect(tab.run(({ session }) => session.refresh())).rejects.toMatchObject({ retryAfter: 120 });
    expect(bank.count(REFRESH)).toBe(0);
    expect(tab.state.status).toBe("signed-in");
  });

  test("a refresh without a response fails and keeps the session", async () => {
    const { browser, tab } = await setUp();
    browser.failNext(REFRESH, unreachable, unreachable, unreachable);
    await expect(tab.run(({ session }) => session.refresh())).rejects.toMatchObject({ name: "NetworkError" });
    expect(tab.state.status).toBe("signed-in");
    await tab.run(({ session }) => session.refresh());
  });

  test("a 401 with an HTML page keeps the session", async () => {
    const { browser, tab } = await setUp();
    browser.failNext(REFRESH, htmlPage(401));
    await expect(tab.run(({ session }) => session.refresh())).rejects.toMatchObject({ code: "unparseable" });
    expect(tab.state.status).toBe("signed-in");
  });

  test("token_superseded without newer tokens signs out all tabs", async () => {
    const { bank, browser, tab } = await setUp();
    const other = await openTab(browser);
    bank.rotateElsewhere();
    await expect(tab.run(({ session }) => session.refresh())).rejects.toMatchObject({ code: "token_superseded" });
    expect(tab.state).toEqual({ status: "signed-out", reason: "token_superseded" });
    expect(other.state).toEqual({ status: "signed-out", reason: "token_superseded" });
  });

  test("a token that was spent long ago signs out all tabs", async () => {
    const { bank, browser, tab } = await setUp();
    const other = await openTab(browser);
    bank.rotateElsewhere();
    vi.advanceTimersByTime(11_000);
    await expect(tab.run(({ session }) => session.refresh())).rejects.toMatchObject({ code: "token_reused" });
    expect([tab.state, other.state]).toMatchObject([{ reason: "token_reused" }, { reason: "token_reused" }]);
  });

  test("a late error does not end the session of the next user", async () => {
    const { bank, browser, tab } = await setUp();
    const other = await openTab(browser);
    const request = delayedResponse();
    browser.failNext(REFRESH, request.fault);
    bank.endSessions();
    const refreshing = tab.start(({ session }) => session.refresh());
    await flushPromises();
    await other.run(({ session }) => session.signOutOtherUser());
    await signIn(other, OMAR);
    request.release();
    await expect(refreshing).rejects.toMatchObject({ code: "session_ended" });
    expect([tab.state, other.state]).toMatchObject([{ user: { id: OMAR.id } }, { user: { id: OMAR.id } }]);
  });

  test("newer tokens are restored after a slower tab has overwritten them with spent ones", async () => {
    const { bank, browser, tab } = await setUp();
    const other = await openTab(browser);
    const spent = localStorage.getItem("bank.sign-in") ?? "";
    await tab.run(({ session }) => session.refresh());
    await tab.run(({ session }) => session.refresh());
    const newest = localStorage.getItem("bank.sign-in");
    await other.run(async () => localStorage.setItem("bank.sign-in", spent));
    await flushPromises();
    expect(localStorage.getItem("bank.sign-in")).toBe(newest);
    await other.run(({ session }) => session.refresh());
    expect(bank.log.at(-1)).toMatchObject({ path: REFRESH, status: 200 });
    expect([tab.state.status, other.state.status]).toEqual(["signed-in", "signed-in"]);
  });

  test("the record of a later login is not replaced by an earlier one", async () => {
    const { browser, tab } = await setUp();
    const other = await openTab(browser);
    await tab.run(({ session }) => session.refresh());
    await other.run(({ session }) => session.signOut());
    await signIn(other, OMAR);
    await flushPromises();
    expect(readSession()?.user.id).toBe(OMAR.id);
    expect(tab.state).toMatchObject({ user: { id: OMAR.id } });
  });

  test("late tokens are not stored in the record of the next user", async () => {
    const { browser, tab } = await setUp();
    const other = await openTab(browser);
    const delayed = delayedResponse();
    browser.failNext(REFRESH, delayed.fault);
    const refreshing = tab.start(({ session }) => session.refresh());
    await flushPromises();
    await other.run(({ session }) => session.signOut());
    await signIn(other, OMAR);
    const record = localStorage.getItem("bank.sign-in");
    delayed.release();
    await refreshing;
    expect(localStorage.getItem("bank.sign-in")).toBe(record);
  });
});

/** A refresh under a key that this client does not know, for example from an older build of the application. */
describe("token_superseded", () => {
  async function setUp(transport: "cookie" | "body") {
    const { bank, browser, tab } = await signInMary(transport, { hasLocks: false });
    return { bank, browser, tab, other: await openTab(browser) };
  }

  test("in body transport the slower tab reads the tokens that the faster tab stores", async () => {
    const { bank, tab, other } = await setUp("body");
    const [tokens] = bank.rotateElsewhere();
    const refreshing = tab.start(({ session }) => session.refresh());
    await flushPromises();
    expect(bank.log.at(-1)).toMatchObject({ path: REFRESH, status: 401 });
    await other.run(async () => {
      const record = readSession();
      if (record && tokens) writeSession({ ...record, tokens, generation: "faster.1" });
    });
    await refreshing;
    expect(tab.state.status).toBe("signed-in");
    expect((await readAccounts(tab)).response.status).toBe(200);
    await tab.run(({ session }) => session.refresh());
    expect(bank.log.at(-1)).toMatchObject({ path: REFRESH, status: 200 });
  });

  test.each(["cookie", "body"] as const)(
    "a tab that waits for newer tokens finds that another tab signed out (%s)",
    async (transport) => {
      const { bank, tab, other } = await setUp(transport);
      bank.rotateElsewhere();
      const refreshing = other.start(({ session }) => session.refresh());
      await flushPromises();
      await tab.run(({ session }) => session.signOut());
      await refreshing;
      expect(bank.signedIn).toEqual([]);
      expect(other.state).toEqual({ status: "signed-out", reason: "signed_out_elsewhere" });
    },
  );

  test("in cookie transport the slower tab finds the newer cookies although the faster tab stored no record", async () => {
    const { bank, browser, tab, other } = await setUp("cookie");
    const request = delayedRequest();
    browser.failNext(REFRESH, request.fault);
    const refreshing = tab.start(({ session }) => session.refresh());
    await flushPromises();
    const record = localStorage.getItem("bank.sign-in") ?? "";
    localStorage.setItem("bank.sign-in", record.replace(/"generation":"[^"]+"/, '"generation":"another.0"'));
    await other.run(({ session }) => session.refresh());
    localStorage.setItem("bank.sign-in", record);
    request.release();
    await flushPromises();
    await vi.advanceTimersByTimeAsync(3_000);
    await refreshing;
    expect(bank.log.filter(({ path }) => path === REFRESH).map(({ status }) => status)).toEqual([200, 401, 200]);
    expect((await readAccounts(tab)).response.status).toBe(200);
  });
});

test("a lock held by a stuck tab is waited for at most twenty seconds", async () => {
  const { bank, browser, tab: stuck } = await signInMary("body");
  const tab = await openTab(browser);
  void stuck.start(() => navigator.locks.request("bank.refresh", () => new Promise(() => {})));
  const refreshing = tab.start(({ session }) => session.refresh());
  await flushPromises();
  await vi.advanceTimersByTimeAsync(19_999);
  await flushPromises();
  expect(bank.count(REFRESH)).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  await refreshing;
  expect(bank.count(REFRESH)).toBe(1);
});
