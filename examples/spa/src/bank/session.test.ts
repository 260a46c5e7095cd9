/** Signing in and out, in one tab and in the others. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import { CORA, EVERYBODY, LOGIN, LOGOUT, load, MARY, OMAR, REFRESH, read, signIn, tabOf } from "../testing/cast";
import { turns } from "../testing/clock";
import { FakeBank } from "../testing/fake_bank";
import { FakeBrowser } from "../testing/fake_browser";
import { held, heldOnTheWay, lost, page, refused, unreachable } from "../testing/faults";
import { openBank } from "./bank";

const SIGNED_OUT = { status: "signed-out", why: null };

beforeEach(() => void vi.useFakeTimers());

describe.each(["cookie", "body"] as const)("in %s transport", (transport) => {
  function world() {
    const bank = new FakeBank(EVERYBODY);
    return { bank, browser: new FakeBrowser(bank, transport) };
  }

  test("a sign-in is seen in the other tabs, and their requests are good", async () => {
    const { browser } = world();
    const other = await load(browser);
    await tabOf(browser, MARY);
    expect(other.state).toMatchObject({ status: "signed-in", user: { id: MARY.id, full_name: "Mary" } });
    expect((await read(other)).response.status).toBe(200);
  });

  test("a wrong password is the bank's refusal, and nobody is signed in", async () => {
    const { browser } = world();
    const tab = await load(browser);
    await expect(signIn(tab, { ...MARY, password: "guess" })).rejects.toMatchObject({ code: "invalid_credentials" });
    expect(tab.state).toEqual(SIGNED_OUT);
  });

  test("too many tries say when to come back", async () => {
    const { browser } = world();
    const tab = await load(browser);
    browser.next(LOGIN, refused(429, "throttled", 42));
    await expect(signIn(tab, MARY)).rejects.toMatchObject({ status: 429, code: "throttled", retryAfter: 42 });
  });

  test("signing out is seen in the other tabs, and ends the bank's session", async () => {
    const { bank, browser } = world();
    const one = await tabOf(browser, MARY);
    const other = await load(browser);
    await one.does(({ session }) => session.signOut());
    expect(one.state).toEqual(SIGNED_OUT);
    expect(other.state).toEqual({ status: "signed-out", why: "signed_out_elsewhere" });
    expect(bank.signedIn).toEqual([]);
  });

  test.each([
    ["unreachable", unreachable],
    ["lost", lost],
    ["busy", refused(503, "unavailable", 1)],
    ["a proxy's page", page(502)],
  ])("signing out without an answer (%s) throws and leaves the sign-in as it is", async (_, fault) => {
    const { browser } = world();
    const tab = await tabOf(browser, MARY);
    browser.next(LOGOUT, fault);
    await expect(tab.does(({ session }) => session.signOut())).rejects.toThrow();
    expect(tab.state).toMatchObject({ status: "signed-in" });
    await tab.does(({ session }) => session.signOut());
    expect(tab.state).toEqual(SIGNED_OUT);
  });

  test("a sign-out during a refresh stays a sign-out, without a reason", async () => {
    const { browser } = world();
    const one = await tabOf(browser, MARY);
    const other = await load(browser);
    const answer = held();
    browser.next(REFRESH, answer.fault);
    const refreshing = other.begins(({ session }) => session.refresh());
    await turns();
    await one.does(({ session }) => session.signOut());
    answer.release();
    await refreshing;
    expect(one.state).toEqual(SIGNED_OUT);
    expect(other.state).toEqual({ status: "signed-out", why: "signed_out_elsewhere" });
  });

  test("a refresh that is refused after the sign-out gives it no other reason", async () => {
    const { browser } = world();
    const tab = await tabOf(browser, MARY);
    const late = heldOnTheWay();
    browser.next(REFRESH, late.fault);
    const refreshing = tab.begins(({ session }) => session.refresh());
    await turns();
    await tab.does(({ session }) => session.signOut());
    late.release();
    await expect(refreshing).rejects.toMatchObject({ status: 401 });
    expect(tab.state).toEqual(SIGNED_OUT);
  });

  test("a browser that somebody else holds is freed by its cookie alone, without a token", async () => {
    const { bank, browser } = world();
    const tab = await tabOf(browser, MARY);
    localStorage.clear();
    await expect(signIn(tab, OMAR)).rejects.toMatchObject({ status: 409, code: "browser_in_use" });
    await tab.does(({ session }) => session.freeBrowser());
    expect(bank.log.at(-1)?.headers.has("Authorization")).toBe(false);
    await signIn(tab, OMAR);
    expect(bank.signedIn).toEqual([OMAR.email]);
  });

  test("freeing the browser signs out the tabs that show somebody", async () => {
    const { bank, browser } = world();
    const one = await tabOf(browser, MARY);
    const other = await load(browser);
    await one.does(({ session }) => session.freeBrowser());
    expect(bank.log.at(-1)?.headers.has("Authorization")).toBe(false);
    expect([one.state.status, other.state.status]).toEqual(["signed-out", "signed-out"]);
  });

  test("a late answer to a sign-in, whose session is over, leaves nobody with a record of one and tokens of another", async () => {
    const { bank, browser } = world();
    const slow = await tabOf(browser, CORA);
    await slow.does(({ session }) => session.signOut());
    const quick = await load(browser);
    const answer = held();
    browser.next(LOGIN, answer.fault);
    const signingIn = slow.begins(({ session }) => session.signIn(MARY.email, MARY.password));
    await turns();
    await quick.does(({ session }) => session.freeBrowser());
    await signIn(quick, OMAR);
    answer.release();
    if (transport === "body") {
      await expect(signingIn).rejects.toMatchObject({ code: "browser_in_use" });
      expect((await read(quick)).response.status).toBe(200);
      expect([slow.state, quick.state]).toMatchObject([{ user: { id: OMAR.id } }, { user: { id: OMAR.id } }]);
    } else {
      await signingIn;
      expect((await read(quick)).response.status).toBe(401);
      expect([slow.state, quick.state]).toMatchObject([{ why: "session_ended" }, { why: "session_ended" }]);
    }
    expect(bank.signedIn).toEqual([OMAR.email]);
  });

  test("a late answer to a sign-out does not sign out who signed in since", async () => {
    const { bank, browser } = world();
    const slow = await tabOf(browser, MARY);
    const quick = await load(browser);
    const answer = held();
    browser.next(LOGOUT, answer.fault);
    const signingOut = slow.begins(({ session }) => session.signOut());
    await turns();
    await quick.does(({ session }) => session.freeBrowser());
    await signIn(quick, OMAR);
    answer.release();
    await signingOut;
    expect(slow.state).toMatchObject({ status: "signed-in", user: { id: OMAR.id } });
    expect(quick.state).toMatchObject({ status: "signed-in", user: { id: OMAR.id } });
    expect(bank.signedIn).toEqual([OMAR.email]);
  });

  test("a page that comes back with the back button learns who is signed in now", async () => {
    const { browser } = world();
    const asleep = await tabOf(browser, MARY);
    const other = await load(browser);
    asleep.sleep();
    await other.does(({ session }) => session.signOut());
    await signIn(other, OMAR);
    expect(asleep.state).toMatchObject({ user: { id: MARY.id } });
    asleep.wake();
    await turns();
    expect(asleep.state).toMatchObject({ user: { id: OMAR.id } });
  });

  test("listeners hear of every change until they stop", async () => {
    const { browser } = world();
    const tab = await load(browser);
    const heard: string[] = [];
    const stop = tab.asks(({ session }) => session.subscribe(() => heard.push(session.getState().status)));
    await signIn(tab, CORA);
    stop();
    await tab.does(({ session }) => session.signOut());
    expect(heard).toEqual(["signed-in"]);
  });

  test("a refresh is no change of who is signed in", async () => {
    const { browser } = world();
    const one = await tabOf(browser, MARY);
    const other = await load(browser);
    const before = other.state;
    await one.does(({ session }) => session.refresh());
    expect(other.state).toBe(before);
  });

  test("where nothing can be kept nobody is signed in, and the bank is not asked", async () => {
    const { bank, browser } = world();
    const tab = browser.open();
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("Full.", "QuotaExceededError");
    });
    await expect(signIn(tab, MARY)).rejects.toThrow("Full.");
    expect(bank.count(LOGIN)).toBe(0);
  });
});

test("in cookie transport no token is ever in storage or in a header", async () => {
  const bank = new FakeBank(EVERYBODY);
  const browser = new FakeBrowser(bank, "cookie");
  const tab = await tabOf(browser, MARY);
  await tab.does(({ session }) => session.refresh());
  await read(tab);
  expect(JSON.stringify({ ...localStorage })).not.toContain("head.");
  expect(bank.log.some(({ headers }) => headers.has("Authorization"))).toBe(false);
});

test("a lifetime that is no number is refused when the application starts", () => {
  const options = { apiUrl: "http://localhost:8000", transport: "cookie", accessTokenLifetime: Number.NaN } as const;
  expect(() => openBank(options)).toThrow("lifetime");
});
