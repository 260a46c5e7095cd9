/** Sign-in and sign-out in one tab and their effect on the others. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  CORA,
  LOGIN,
  LOGOUT,
  MARY,
  OMAR,
  openBrowser,
  openTab,
  openTabAs,
  REFRESH,
  readAccounts,
  SIGNED_OUT,
  signIn,
  signInMary,
} from "@/testing/fixtures";
import { apiError, delayedRequest, delayedResponse, htmlPage, lost, unreachable } from "@/testing/network-faults";
import { flushPromises } from "@/testing/timers";
import { createBankClient } from "./client";

beforeEach(() => void vi.useFakeTimers());

describe.each(["cookie", "body"] as const)("in %s transport", (transport) => {
  const setUp = () => openBrowser(transport);

  test("a sign-in signs in the other tabs, and their requests succeed", async () => {
    const { browser } = setUp();
    const other = await openTab(browser);
    await openTabAs(browser, MARY);
    expect(other.state).toMatchObject({ status: "signed-in", user: { id: MARY.id, full_name: "Mary" } });
    expect((await readAccounts(other)).response.status).toBe(200);
  });

  test("a wrong password throws invalid_credentials and stays signed out", async () => {
    const { browser } = setUp();
    const tab = await openTab(browser);
    await expect(signIn(tab, { ...MARY, password: "guess" })).rejects.toMatchObject({ code: "invalid_credentials" });
    expect(tab.state).toEqual(SIGNED_OUT);
  });

  test("a throttled sign-in throws with Retry-After", async () => {
    const { browser } = setUp();
    const tab = await openTab(browser);
    browser.failNext(LOGIN, apiError(429, "throttled", 42));
    await expect(signIn(tab, MARY)).rejects.toMatchObject({ status: 429, code: "throttled", retryAfter: 42 });
  });

  test("a sign-out signs out the other tabs and ends the session at the API", async () => {
    const { bank, browser } = setUp();
    const one = await openTabAs(browser, MARY);
    const other = await openTab(browser);
    await one.run(({ session }) => session.signOut());
    expect(one.state).toEqual(SIGNED_OUT);
    expect(other.state).toEqual({ status: "signed-out", reason: "signed_out_elsewhere" });
    expect(bank.signedIn).toEqual([]);
  });

  test.each([
    ["unreachable", unreachable],
    ["lost response", lost],
    ["503", apiError(503, "unavailable", 1)],
    ["proxy's error page", htmlPage(502)],
  ])("a failed sign-out (%s) throws and keeps the user signed in", async (_, fault) => {
    const { browser } = setUp();
    const tab = await openTabAs(browser, MARY);
    browser.failNext(LOGOUT, fault);
    await expect(tab.run(({ session }) => session.signOut())).rejects.toThrow();
    expect(tab.state).toMatchObject({ status: "signed-in" });
    await tab.run(({ session }) => session.signOut());
    expect(tab.state).toEqual(SIGNED_OUT);
  });

  test("a sign-out during a refresh is kept", async () => {
    const { browser } = setUp();
    const one = await openTabAs(browser, MARY);
    const other = await openTab(browser);
    const delayed = delayedResponse();
    browser.failNext(REFRESH, delayed.fault);
    const refreshing = other.start(({ session }) => session.refresh());
    await flushPromises();
    await one.run(({ session }) => session.signOut());
    delayed.release();
    await refreshing;
    expect(one.state).toEqual(SIGNED_OUT);
    expect(other.state).toEqual({ status: "signed-out", reason: "signed_out_elsewhere" });
  });

  test("a refresh that fails after the sign-out does not change its reason", async () => {
    const { browser } = setUp();
    const tab = await openTabAs(browser, MARY);
    const late = delayedRequest();
    browser.failNext(REFRESH, late.fault);
    const refreshing = tab.start(({ session }) => session.refresh());
    await flushPromises();
    await tab.run(({ session }) => session.signOut());
    late.release();
    await expect(refreshing).rejects.toMatchObject({ status: 401 });
    expect(tab.state).toEqual(SIGNED_OUT);
  });

  test("signOutOtherUser ends the session by the cookie alone, without a token", async () => {
    const { bank, browser } = setUp();
    const tab = await openTabAs(browser, MARY);
    localStorage.clear();
    await expect(signIn(tab, OMAR)).rejects.toMatchObject({ status: 409, code: "browser_in_use" });
    await tab.run(({ session }) => session.signOutOtherUser());
    expect(bank.log.at(-1)?.headers.has("Authorization")).toBe(false);
    await signIn(tab, OMAR);
    expect(bank.signedIn).toEqual([OMAR.email]);
  });

  test("signOutOtherUser signs out the tabs that show a user", async () => {
    const { bank, browser } = setUp();
    const one = await openTabAs(browser, MARY);
    const other = await openTab(browser);
    await one.run(({ session }) => session.signOutOtherUser());
    expect(bank.log.at(-1)?.headers.has("Authorization")).toBe(false);
    expect([one.state.status, other.state.status]).toEqual(["signed-out", "signed-out"]);
  });

  test("a late response to a sign-in whose session has ended does not mix two users' record and tokens", async () => {
    const { bank, browser } = setUp();
    const slowTab = await openTabAs(browser, CORA);
    await slowTab.run(({ session }) => session.signOut());
    const fastTab = await openTab(browser);
    const delayed = delayedResponse();
    browser.failNext(LOGIN, delayed.fault);
    const signingIn = slowTab.start(({ session }) => session.signIn(MARY.email, MARY.password));
    await flushPromises();
    await fastTab.run(({ session }) => session.signOutOtherUser());
    await signIn(fastTab, OMAR);
    delayed.release();
    if (transport === "body") {
      await expect(signingIn).rejects.toMatchObject({ code: "browser_in_use" });
      expect((await readAccounts(fastTab)).response.status).toBe(200);
      expect([slowTab.state, fastTab.state]).toMatchObject([{ user: { id: OMAR.id } }, { user: { id: OMAR.id } }]);
    } else {
      await signingIn;
      expect((await readAccounts(fastTab)).response.status).toBe(401);
      expect([slowTab.state, fastTab.state]).toMatchObject([{ reason: "session_ended" }, { reason: "session_ended" }]);
    }
    expect(bank.signedIn).toEqual([OMAR.email]);
  });

  test("a late response to a sign-out does not sign out the next user", async () => {
    const { bank, browser } = setUp();
    const slowTab = await openTabAs(browser, MARY);
    const fastTab = await openTab(browser);
    const delayed = delayedResponse();
    browser.failNext(LOGOUT, delayed.fault);
    const signingOut = slowTab.start(({ session }) => session.signOut());
    await flushPromises();
    await fastTab.run(({ session }) => session.signOutOtherUser());
    await signIn(fastTab, OMAR);
    delayed.release();
    await signingOut;
    expect(slowTab.state).toMatchObject({ status: "signed-in", user: { id: OMAR.id } });
    expect(fastTab.state).toMatchObject({ status: "signed-in", user: { id: OMAR.id } });
    expect(bank.signedIn).toEqual([OMAR.email]);
  });

  test("a page restored from the back/forward cache shows the current user", async () => {
    const { browser } = setUp();
    const cached = await openTabAs(browser, MARY);
    const other = await openTab(browser);
    cached.hide();
    await other.run(({ session }) => session.signOut());
    await signIn(other, OMAR);
    expect(cached.state).toMatchObject({ user: { id: MARY.id } });
    cached.show();
    await flushPromises();
    expect(cached.state).toMatchObject({ user: { id: OMAR.id } });
  });

  test("listeners are notified of changes until they unsubscribe", async () => {
    const { browser } = setUp();
    const tab = await openTab(browser);
    const states: string[] = [];
    const unsubscribe = tab.call(({ session }) => session.subscribe(() => states.push(session.getState().status)));
    await signIn(tab, CORA);
    unsubscribe();
    await tab.run(({ session }) => session.signOut());
    expect(states).toEqual(["signed-in"]);
  });

  test("a refresh does not change the state of other tabs", async () => {
    const { browser } = setUp();
    const one = await openTabAs(browser, MARY);
    const other = await openTab(browser);
    const before = other.state;
    await one.run(({ session }) => session.refresh());
    expect(other.state).toBe(before);
  });

  test("a sign-in without writable storage throws before the request", async () => {
    const { bank, browser } = setUp();
    const tab = browser.open();
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("Full.", "QuotaExceededError");
    });
    await expect(signIn(tab, MARY)).rejects.toThrow("Full.");
    expect(bank.count(LOGIN)).toBe(0);
  });
});

test("in cookie transport no token is in storage or in a header", async () => {
  const { bank, tab } = await signInMary();
  await tab.run(({ session }) => session.refresh());
  await readAccounts(tab);
  expect(JSON.stringify({ ...localStorage })).not.toContain("head.");
  expect(bank.log.some(({ headers }) => headers.has("Authorization"))).toBe(false);
});

test("an access token lifetime that is not a number throws at creation", () => {
  const options = { apiUrl: "http://localhost:8000", transport: "cookie", accessTokenLifetime: Number.NaN } as const;
  expect(() => createBankClient(options)).toThrow("lifetime");
});
