/** The session state after a page is loaded. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBank } from "@/testing/fake-bank";
import { FakeBrowser } from "@/testing/fake-browser";
import {
  MARY,
  ME,
  OMAR,
  openBrowser,
  openTab,
  openTabAs,
  REFRESH,
  readAccounts,
  SIGNED_OUT,
  signIn,
  USERS,
} from "@/testing/fixtures";
import { apiError, delayedResponse, htmlPage, unreachable } from "@/testing/network-faults";
import { flushPromises } from "@/testing/timers";

beforeEach(() => void vi.useFakeTimers());

describe.each(["cookie", "body"] as const)("in %s transport", (transport) => {
  const setUp = () => openBrowser(transport);

  test("a reload keeps the user signed in", async () => {
    const { browser } = setUp();
    browser.close(await openTabAs(browser, MARY));
    expect((await openTab(browser)).state).toMatchObject({
      status: "signed-in",
      user: { id: MARY.id, role: "member" },
    });
  });

  test("a reload after the token has expired keeps the user signed in with new tokens", async () => {
    const { bank, browser } = setUp();
    browser.close(await openTabAs(browser, MARY));
    vi.advanceTimersByTime(2 * 3600_000);
    expect((await openTab(browser)).state).toMatchObject({ status: "signed-in" });
    expect(bank.count(REFRESH)).toBe(1);
  });

  test("a new browser starts signed out", async () => {
    const { browser } = setUp();
    expect((await openTab(browser)).state).toEqual(SIGNED_OUT);
  });

  test("a session that has ended in the meantime is signed out with its reason", async () => {
    const { bank, browser } = setUp();
    browser.close(await openTabAs(browser, MARY));
    bank.endSessions();
    expect((await openTab(browser)).state).toEqual({ status: "signed-out", reason: "session_ended" });
  });

  test.each([
    ["no response", unreachable],
    ["a proxy's error page", htmlPage(502)],
    ["a proxy's page with status 200", htmlPage(200)],
    ["a proxy's 401", htmlPage(401)],
    ["a server error", apiError(500, "server_error")],
  ])("%s gives the state unreachable and keeps the session for the next start", async (_, fault) => {
    const { browser } = setUp();
    browser.close(await openTabAs(browser, MARY));
    browser.failNext(ME, fault);
    const tab = await openTab(browser);
    expect(tab.state).toEqual({ status: "unreachable" });
    await tab.run(({ session }) => session.start());
    expect(tab.state).toMatchObject({ status: "signed-in", user: { id: MARY.id } });
  });

  test("a 401 token_expired after a refresh keeps the session for the next start", async () => {
    const { browser } = setUp();
    browser.close(await openTabAs(browser, MARY));
    const expired = apiError(401, "token_expired");
    browser.failNext(ME, expired, expired);
    const tab = await openTab(browser);
    expect(tab.state).toEqual({ status: "unreachable" });
    await tab.run(({ session }) => session.start());
    expect(tab.state).toMatchObject({ status: "signed-in" });
  });

  test("the next start finds that the session has ended", async () => {
    const { bank, browser } = setUp();
    browser.close(await openTabAs(browser, MARY));
    browser.failNext(ME, unreachable);
    const tab = await openTab(browser);
    bank.endSessions();
    await tab.run(({ session }) => session.start());
    expect(tab.state).toMatchObject({ status: "signed-out" });
  });

  test("a changed role is passed on to the other tabs", async () => {
    const users = USERS.map((user) => ({ ...user }));
    const browser = new FakeBrowser(new FakeBank(users), transport);
    const other = await openTabAs(browser, MARY);
    Object.assign(users[0] ?? {}, { role: "cashier" });
    await openTab(browser);
    expect(other.state).toMatchObject({ user: { id: MARY.id, role: "cashier" } });
  });

  test("a late response about one user does not replace the record of the next user", async () => {
    const { browser } = setUp();
    const quick = await openTabAs(browser, MARY);
    const delayed = delayedResponse();
    browser.failNext(ME, delayed.fault);
    const slow = browser.open();
    const starting = slow.start(({ session }) => session.start());
    await flushPromises();
    await quick.run(({ session }) => session.signOut());
    await signIn(quick, OMAR);
    delayed.release();
    await starting;
    expect(slow.state).toMatchObject({ user: { id: OMAR.id } });
    expect((await readAccounts(quick)).response.status).toBe(200);
    expect((await openTab(browser)).state).toMatchObject({ user: { id: OMAR.id } });
  });

  test("a late response does not sign in a user who has signed out since", async () => {
    const { browser } = setUp();
    const quick = await openTabAs(browser, MARY);
    const delayed = delayedResponse();
    browser.failNext(ME, delayed.fault);
    const slow = browser.open();
    const starting = slow.start(({ session }) => session.start());
    await flushPromises();
    await quick.run(({ session }) => session.signOut());
    delayed.release();
    await starting;
    expect(slow.state).toEqual(SIGNED_OUT);
    expect((await openTab(browser)).state).toEqual(SIGNED_OUT);
  });
});

test("in cookie transport the cookies alone restore the session", async () => {
  const { browser } = openBrowser("cookie");
  await openTabAs(browser, MARY);
  localStorage.clear();
  expect((await openTab(browser)).state).toMatchObject({ status: "signed-in", user: { id: MARY.id } });
});

test("in cookie transport without a session the state is unreachable until the API responds, then signed out", async () => {
  const { browser } = openBrowser("cookie");
  browser.failNext(ME, unreachable, htmlPage(401));
  const tab = await openTab(browser);
  expect(tab.state).toEqual({ status: "unreachable" });
  await tab.run(({ session }) => session.start());
  expect(tab.state).toEqual({ status: "unreachable" });
  await tab.run(({ session }) => session.start());
  expect(tab.state).toEqual(SIGNED_OUT);
});
