/** Authenticated requests: token refresh, 401 handling, retries, and no request under another user. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  ACCOUNTS,
  MARY,
  OMAR,
  openTab,
  REFRESH,
  RENT,
  readAccounts,
  signIn,
  signInMary,
  TRANSFER,
} from "@/testing/fixtures";
import {
  apiError,
  cutOff,
  delayedRequest,
  delayedResponse,
  htmlPage,
  silent,
  unreachable,
} from "@/testing/network-faults";
import { flushPromises, HOUR_MS } from "@/testing/timers";
import { unwrap } from "./errors";

beforeEach(() => void vi.useFakeTimers());

describe.each(["cookie", "body"] as const)("in %s transport", (transport) => {
  const setUp = (accessSeconds?: number) => signInMary(transport, { accessSeconds });

  test("an access token is refreshed one minute before it expires and not earlier", async () => {
    const { bank, tab } = await setUp();
    vi.advanceTimersByTime(HOUR_MS - 60_001);
    await readAccounts(tab);
    expect(bank.count(REFRESH)).toBe(0);
    vi.advanceTimersByTime(1);
    await readAccounts(tab);
    expect(bank.count(REFRESH)).toBe(1);
    expect(bank.log.every(({ status }) => status === 200)).toBe(true);
  });

  test("a short-lived access token is refreshed in the last tenth of its lifetime", async () => {
    const { bank, tab } = await setUp(100);
    vi.advanceTimersByTime(89_999);
    await readAccounts(tab);
    expect(bank.count(REFRESH)).toBe(0);
    vi.advanceTimersByTime(1);
    await readAccounts(tab);
    expect(bank.count(REFRESH)).toBe(1);
  });

  test.each([
    ["gets no response", unreachable],
    ["gets a proxy's HTML page", htmlPage(502)],
    ["gets a 503", apiError(503, "unavailable", 1)],
  ])("a request succeeds although its early refresh %s", async (_, fault) => {
    const { browser, tab } = await setUp();
    vi.advanceTimersByTime(HOUR_MS - 50_000);
    browser.failNext(REFRESH, fault, fault, fault);
    expect((await readAccounts(tab)).response.status).toBe(200);
    expect(tab.state.status).toBe("signed-in");
  });

  test("a 401 token_expired refreshes the token and repeats the request", async () => {
    const { bank, tab } = await setUp();
    bank.skewMs = 2 * HOUR_MS;
    expect((await readAccounts(tab)).response.status).toBe(200);
    expect(bank.log.map(({ status }) => status)).toEqual([200, 401, 200, 200]);
  });

  test("a request whose required refresh gets no response fails with NetworkError", async () => {
    const { bank, browser, tab } = await setUp();
    bank.skewMs = 2 * HOUR_MS;
    browser.failNext(REFRESH, unreachable, unreachable, unreachable);
    await expect(readAccounts(tab)).rejects.toMatchObject({ name: "NetworkError" });
    expect(tab.state.status).toBe("signed-in");
  });

  test.each(["session_ended", "session_expired", "browser_mismatch", "token_invalid"])(
    "a 401 %s signs out all tabs with this reason",
    async (code) => {
      const { browser, tab } = await setUp();
      const other = await openTab(browser);
      browser.failNext(ACCOUNTS, apiError(401, code));
      await expect(tab.run(({ api }) => unwrap(api.GET(ACCOUNTS)))).rejects.toMatchObject({ code });
      expect(tab.state).toEqual({ status: "signed-out", reason: code });
      expect(other.state).toEqual({ status: "signed-out", reason: code });
    },
  );

  test("a missing browserId cookie signs out with browser_mismatch", async () => {
    const { browser, tab } = await setUp();
    browser.cookies.delete("browserId");
    await readAccounts(tab);
    expect(tab.state).toEqual({ status: "signed-out", reason: "browser_mismatch" });
  });

  test("a 401 with an HTML page does not sign out", async () => {
    const { browser, tab } = await setUp();
    browser.failNext(ACCOUNTS, htmlPage(401));
    await expect(tab.run(({ api }) => unwrap(api.GET(ACCOUNTS)))).rejects.toMatchObject({ code: "unparseable" });
    expect(tab.state.status).toBe("signed-in");
  });

  test("a late 401 for an already refreshed token repeats the request with the new token", async () => {
    const { bank, browser, tab } = await setUp();
    const delayed = delayedRequest(apiError(401, "token_expired"));
    browser.failNext(ACCOUNTS, delayed.fault);
    const reading = tab.start(({ api }) => api.GET(ACCOUNTS));
    await flushPromises();
    await tab.run(({ session }) => session.refresh());
    delayed.release();
    expect((await reading).response.status).toBe(200);
    expect(bank.count(REFRESH)).toBe(1);
  });

  test("a late 401 of an earlier session repeats the request with the same user's new session", async () => {
    const { browser, tab } = await setUp();
    const delayed = delayedRequest(apiError(401, "session_ended"));
    browser.failNext(ACCOUNTS, delayed.fault);
    const reading = tab.start(({ api }) => api.GET(ACCOUNTS));
    await flushPromises();
    await signIn(tab, MARY);
    delayed.release();
    expect((await reading).response.status).toBe(200);
  });

  test("an expired token of an ended session signs out all tabs", async () => {
    const { bank, browser, tab } = await setUp();
    const other = await openTab(browser);
    bank.endSessions();
    bank.skewMs = 2 * HOUR_MS;
    await expect(readAccounts(tab)).rejects.toMatchObject({ code: "session_ended" });
    expect([tab.state, other.state]).toMatchObject([{ reason: "session_ended" }, { reason: "session_ended" }]);
  });

  test("a late 401 does not sign out the next user or send the request as the next user", async () => {
    const { bank, browser, tab } = await setUp();
    const other = await openTab(browser);
    const delayed = delayedRequest(apiError(401, "session_ended"));
    browser.failNext(ACCOUNTS, delayed.fault);
    const reading = tab.start(({ api }) => api.GET(ACCOUNTS));
    await flushPromises();
    await other.run(({ session }) => session.signOut());
    await signIn(other, OMAR);
    delayed.release();
    expect((await reading).response.status).toBe(401);
    expect(bank.count(ACCOUNTS)).toBe(0);
    expect([tab.state, other.state]).toMatchObject([{ user: { id: OMAR.id } }, { user: { id: OMAR.id } }]);
  });

  test("a request that waited for a refresh is not sent as the next user", async () => {
    const { bank, browser, tab } = await setUp();
    const other = await openTab(browser);
    vi.advanceTimersByTime(HOUR_MS - 30_000);
    const delayed = delayedResponse();
    browser.failNext(REFRESH, delayed.fault);
    const reading = tab.start(({ api }) => unwrap(api.GET(ACCOUNTS)));
    await flushPromises();
    await other.run(({ session }) => session.signOut());
    await signIn(other, OMAR);
    delayed.release();
    await expect(reading).rejects.toMatchObject({ status: 401 });
    expect(bank.count(ACCOUNTS)).toBe(0);
    expect(other.state).toMatchObject({ user: { id: OMAR.id } });
  });

  test("a request that waits for a retry is not sent as the next user", async () => {
    const { bank, browser, tab } = await setUp();
    const other = await openTab(browser);
    browser.failNext(ACCOUNTS, apiError(503, "unavailable", 5));
    const reading = tab.start(({ api }) => api.GET(ACCOUNTS));
    await flushPromises();
    await other.run(({ session }) => session.signOut());
    await signIn(other, OMAR);
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await reading).response.status).toBe(503);
    expect(bank.count(ACCOUNTS)).toBe(0);
  });

  test("a page that still shows the previous user sends no request as the next user and then shows the next user", async () => {
    const { bank, browser, tab } = await setUp();
    const other = await openTab(browser);
    tab.hide();
    await other.run(({ session }) => session.signOut());
    await signIn(other, OMAR);
    await expect(readAccounts(tab)).rejects.toMatchObject({ status: 401 });
    expect(bank.count(ACCOUNTS)).toBe(0);
    expect(tab.state).toMatchObject({ user: { id: OMAR.id } });
  });

  test.each([
    [429, "throttled"],
    [503, "unavailable"],
  ])("a read that gets a %i is retried after Retry-After and not earlier", async (status, code) => {
    const { bank, browser, tab } = await setUp();
    browser.failNext(ACCOUNTS, apiError(status, code, 3));
    const reading = tab.start(({ api }) => api.GET(ACCOUNTS));
    await flushPromises();
    await vi.advanceTimersByTimeAsync(2_999);
    await flushPromises();
    expect(bank.count(ACCOUNTS)).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect((await reading).response.status).toBe(200);
  });

  test.each([
    ["is too long", apiError(429, "throttled", 60)],
    ["is missing", apiError(503, "unavailable")],
    ["is a date", () => ({ status: 503, body: {}, headers: { "Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT" } })],
  ])("a read is not retried if Retry-After %s", async (_, fault) => {
    const { bank, browser, tab } = await setUp();
    browser.failNext(ACCOUNTS, fault);
    const start = Date.now();
    expect((await readAccounts(tab)).response.ok).toBe(false);
    expect([bank.count(ACCOUNTS), Date.now() - start]).toEqual([0, 0]);
  });

  test("a read is sent at most three times", async () => {
    const { bank, browser, tab } = await setUp();
    const busy = apiError(503, "unavailable", 1);
    browser.failNext(ACCOUNTS, busy, busy, busy);
    expect((await readAccounts(tab)).response.status).toBe(503);
    expect(bank.count(ACCOUNTS)).toBe(0);
  });

  test("a payment with Retry-After is not retried", async () => {
    const { bank, browser, tab } = await setUp();
    browser.failNext(TRANSFER, apiError(503, "unavailable", 1));
    const params = { header: { "Idempotency-Key": "one" } };
    const { response } = await tab.run(({ api }) => api.POST(TRANSFER, { params, body: RENT.body as never }));
    expect([response.status, bank.count(TRANSFER)]).toEqual([503, 0]);
  });

  test("a request aborted by its caller rejects with AbortError and not with NetworkError", async () => {
    const { browser, tab } = await setUp();
    browser.failNext(ACCOUNTS, silent);
    const caller = new AbortController();
    const reading = tab.start(({ api }) => api.GET(ACCOUNTS, { signal: caller.signal }));
    await flushPromises();
    caller.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
  });

  test("an abort while a read waits for a retry rejects at once", async () => {
    const { bank, browser, tab } = await setUp();
    browser.failNext(ACCOUNTS, apiError(503, "unavailable", 5));
    const caller = new AbortController();
    const reading = tab.start(({ api }) => api.GET(ACCOUNTS, { signal: caller.signal }));
    await flushPromises();
    caller.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(bank.count(ACCOUNTS)).toBe(0);
  });

  test.each([
    ["that never arrives", silent],
    ["that is cut off", cutOff],
    ["that is an HTML page", htmlPage(200)],
  ])("a response %s is a NetworkError", async (_, fault) => {
    const { browser, tab } = await setUp();
    browser.failNext(ACCOUNTS, fault);
    await expect(tab.run(({ api }) => unwrap(api.GET(ACCOUNTS)))).rejects.toMatchObject({ name: "NetworkError" });
  });

  test("an error page or foreign JSON from a proxy is a BankError with the status and code unparseable", async () => {
    const { browser, tab } = await setUp();
    browser.failNext(ACCOUNTS, htmlPage(502), () => ({ status: 403, body: { error: { id: 1 }, code: 403 } }));
    const reading = () => tab.run(({ api }) => unwrap(api.GET(ACCOUNTS)));
    await expect(reading()).rejects.toMatchObject({ name: "BankError", status: 502, code: "unparseable" });
    await expect(reading()).rejects.toMatchObject({ name: "BankError", status: 403, code: "unparseable" });
  });
});

describe("after the browser has deleted cookies", () => {
  test("a missing access cookie is replaced by a refresh", async () => {
    const { browser, tab } = await signInMary();
    browser.cookies.delete("auth_token");
    expect((await readAccounts(tab)).response.status).toBe(200);
  });

  test("missing access and refresh cookies sign out", async () => {
    const { browser, tab } = await signInMary();
    browser.cookies.delete("auth_token");
    browser.cookies.delete("refresh_token");
    await expect(readAccounts(tab)).rejects.toMatchObject({ code: "not_authenticated" });
    expect(tab.state).toEqual({ status: "signed-out", reason: "not_authenticated" });
  });
});
