/** Refreshing: once for all tabs, never at the cost of a sign-in where an answer is lost. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import { EVERYBODY, load, MARY, OMAR, REFRESH, read, signIn, tabOf } from "../testing/cast";
import { turns } from "../testing/clock";
import { FakeBank } from "../testing/fake_bank";
import { FakeBrowser } from "../testing/fake_browser";
import { doneBehindPage, held, heldOnTheWay, lost, page, refused, silent, unreachable } from "../testing/faults";
import { readRecord, writeRecord } from "./records";

const HOUR_MS = 3600_000;

beforeEach(() => void vi.useFakeTimers());

describe.each([
  ["cookie", true],
  ["cookie", false],
  ["body", true],
  ["body", false],
] as const)("in %s transport (Web Locks: %s)", (transport, hasLocks) => {
  async function world() {
    const bank = new FakeBank(EVERYBODY);
    const browser = new FakeBrowser(bank, transport, { hasLocks });
    return { bank, browser, tab: await tabOf(browser, MARY) };
  }

  const keys = (bank: FakeBank) =>
    bank.log.filter(({ path }) => path === REFRESH).map(({ headers }) => headers.get("Idempotency-Key"));

  test("three tabs whose token has expired go on with one new pair", async () => {
    const { bank, browser, tab } = await world();
    const tabs = [tab, await load(browser), await load(browser)];
    vi.advanceTimersByTime(2 * HOUR_MS);
    const answers = await Promise.all(tabs.map((one) => read(one)));
    expect(answers.map(({ response }) => response.status)).toEqual([200, 200, 200]);
    expect(tabs.map(({ state }) => state.status)).toEqual(["signed-in", "signed-in", "signed-in"]);
    // Without locks the tabs ask at once. In body transport under one key: the bank rotates once and says it three times.
    expect(bank.count(REFRESH)).toBe(hasLocks ? 1 : 3);
    if (!hasLocks) expect(new Set(keys(bank)).size).toBe(transport === "body" ? 1 : 3);
    expect((await read(tab)).response.status).toBe(200);
  });

  test.each([
    ["is lost", lost],
    ["never comes", silent],
    ["is a proxy's page", doneBehindPage(504)],
  ])("an answer that %s is asked for again under the same key, and is the same", async (_, fault) => {
    const { bank, browser, tab } = await world();
    browser.next(REFRESH, fault);
    await tab.does(({ session }) => session.refresh());
    const [first, second] = keys(bank);
    expect([bank.count(REFRESH), second]).toEqual([2, first]);
    expect((await read(tab)).response.status).toBe(200);
    expect(bank.log.filter(({ path }) => path === REFRESH).map(({ status }) => status)).toEqual([200, 200]);
  });

  test("the next refresh has a key of its own", async () => {
    const { bank, tab } = await world();
    await tab.does(({ session }) => session.refresh());
    await tab.does(({ session }) => session.refresh());
    expect(new Set(keys(bank)).size).toBe(2);
  });

  // Where nothing keeps two tabs apart a key that both have would be worse (`keyFor`).
  if (hasLocks || transport === "body")
    test("a reload in the middle of a refresh repeats it under the same key", async () => {
      const { bank, browser, tab } = await world();
      vi.advanceTimersByTime(2 * HOUR_MS);
      browser.next(REFRESH, held().fault);
      void tab.begins(({ api }) => api.GET("/api/accounts/"));
      await turns();
      browser.close(tab);
      expect((await load(browser)).state).toMatchObject({ status: "signed-in", user: { id: MARY.id } });
      const [first, second] = keys(bank);
      expect([bank.count(REFRESH), second]).toEqual([2, first]);
    });

  test("a busy bank is asked again when it says, and not sooner", async () => {
    const { bank, browser, tab } = await world();
    browser.next(REFRESH, refused(503, "unavailable", 7));
    const refreshing = tab.begins(({ session }) => session.refresh());
    await turns();
    await vi.advanceTimersByTimeAsync(6_999);
    await turns();
    expect(bank.count(REFRESH)).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    await refreshing;
    expect(bank.count(REFRESH)).toBe(1);
  });

  test("a bank that wants to be left alone for long is not waited for", async () => {
    const { bank, browser, tab } = await world();
    browser.next(REFRESH, refused(503, "unavailable", 120));
    await expect(tab.does(({ session }) => session.refresh())).rejects.toMatchObject({ retryAfter: 120 });
    expect(bank.count(REFRESH)).toBe(0);
    expect(tab.state.status).toBe("signed-in");
  });

  test("a refresh that nothing answers is given up, and the sign-in is kept", async () => {
    const { browser, tab } = await world();
    browser.next(REFRESH, unreachable, unreachable, unreachable);
    await expect(tab.does(({ session }) => session.refresh())).rejects.toMatchObject({ name: "NoAnswer" });
    expect(tab.state.status).toBe("signed-in");
    await tab.does(({ session }) => session.refresh());
  });

  test("a 401 that is not the bank's does not end the sign-in", async () => {
    const { browser, tab } = await world();
    browser.next(REFRESH, page(401));
    await expect(tab.does(({ session }) => session.refresh())).rejects.toMatchObject({ code: "unreadable" });
    expect(tab.state.status).toBe("signed-in");
  });

  test("superseded with nobody newer ends the sign-in, in all tabs", async () => {
    const { bank, browser, tab } = await world();
    const other = await load(browser);
    bank.rotateElsewhere();
    await expect(tab.does(({ session }) => session.refresh())).rejects.toMatchObject({ code: "token_superseded" });
    expect(tab.state).toEqual({ status: "signed-out", why: "token_superseded" });
    expect(other.state).toEqual({ status: "signed-out", why: "token_superseded" });
  });

  test("a token that was spent long ago ends the sign-in, in all tabs", async () => {
    const { bank, browser, tab } = await world();
    const other = await load(browser);
    bank.rotateElsewhere();
    vi.advanceTimersByTime(11_000);
    await expect(tab.does(({ session }) => session.refresh())).rejects.toMatchObject({ code: "token_reused" });
    expect([tab.state, other.state]).toMatchObject([{ why: "token_reused" }, { why: "token_reused" }]);
  });

  test("a refusal that comes when somebody else is signed in ends nothing of theirs", async () => {
    const { bank, browser, tab } = await world();
    const other = await load(browser);
    const request = held();
    browser.next(REFRESH, request.fault);
    bank.endSessions();
    const refreshing = tab.begins(({ session }) => session.refresh());
    await turns();
    await other.does(({ session }) => session.freeBrowser());
    await signIn(other, OMAR);
    request.release();
    await expect(refreshing).rejects.toMatchObject({ code: "session_ended" });
    expect([tab.state, other.state]).toMatchObject([{ user: { id: OMAR.id } }, { user: { id: OMAR.id } }]);
  });

  test("a slower tab that writes spent tokens over newer ones loses the sign-in for nobody", async () => {
    const { bank, browser, tab } = await world();
    const other = await load(browser);
    const spent = localStorage.getItem("bank.sign-in") ?? "";
    await tab.does(({ session }) => session.refresh());
    await tab.does(({ session }) => session.refresh());
    const newest = localStorage.getItem("bank.sign-in");
    await other.does(async () => localStorage.setItem("bank.sign-in", spent));
    await turns();
    expect(localStorage.getItem("bank.sign-in")).toBe(newest);
    await other.does(({ session }) => session.refresh());
    expect(bank.log.at(-1)).toMatchObject({ path: REFRESH, status: 200 });
    expect([tab.state.status, other.state.status]).toEqual(["signed-in", "signed-in"]);
  });

  test("the record of a later login is not taken for a spent one", async () => {
    const { browser, tab } = await world();
    const other = await load(browser);
    await tab.does(({ session }) => session.refresh());
    await other.does(({ session }) => session.signOut());
    await signIn(other, OMAR);
    await turns();
    expect(readRecord()?.user.id).toBe(OMAR.id);
    expect(tab.state).toMatchObject({ user: { id: OMAR.id } });
  });

  test("tokens that come when somebody else is signed in are not put into their record", async () => {
    const { browser, tab } = await world();
    const other = await load(browser);
    const answer = held();
    browser.next(REFRESH, answer.fault);
    const refreshing = tab.begins(({ session }) => session.refresh());
    await turns();
    await other.does(({ session }) => session.signOut());
    await signIn(other, OMAR);
    const record = localStorage.getItem("bank.sign-in");
    answer.release();
    await refreshing;
    expect(localStorage.getItem("bank.sign-in")).toBe(record);
  });
});

/** Somebody refreshes under a key that this client's tabs do not share: an older build of the application, say. */
describe("superseded", () => {
  async function world(transport: "cookie" | "body") {
    const bank = new FakeBank(EVERYBODY);
    const browser = new FakeBrowser(bank, transport, { hasLocks: false });
    return { bank, browser, tab: await tabOf(browser, MARY), other: await load(browser) };
  }

  test("the tab that lost reads the winner's tokens and goes on", async () => {
    const { bank, tab, other } = await world("body");
    const [tokens] = bank.rotateElsewhere();
    const losing = tab.begins(({ session }) => session.refresh());
    await turns();
    expect(bank.log.at(-1)).toMatchObject({ path: REFRESH, status: 401 });
    await other.does(async () => {
      const record = readRecord();
      if (record && tokens) writeRecord({ ...record, tokens, rotation: "winner.1" });
    });
    await losing;
    expect(tab.state.status).toBe("signed-in");
    expect((await read(tab)).response.status).toBe(200);
    await tab.does(({ session }) => session.refresh());
    expect(bank.log.at(-1)).toMatchObject({ path: REFRESH, status: 200 });
  });

  test.each(["cookie", "body"] as const)("a tab that waits finds that another signed out (%s)", async (transport) => {
    const { bank, tab, other } = await world(transport);
    bank.rotateElsewhere();
    const losing = other.begins(({ session }) => session.refresh());
    await turns();
    await tab.does(({ session }) => session.signOut());
    await losing;
    expect(bank.signedIn).toEqual([]);
    expect(other.state).toEqual({ status: "signed-out", why: "signed_out_elsewhere" });
  });

  test("in cookie transport the winner's tokens are in the jar, though it was closed before it could say so", async () => {
    const { bank, browser, tab, other } = await world("cookie");
    const request = heldOnTheWay();
    browser.next(REFRESH, request.fault);
    const losing = tab.begins(({ session }) => session.refresh());
    await turns();
    const record = localStorage.getItem("bank.sign-in") ?? "";
    localStorage.setItem("bank.sign-in", record.replace(/"rotation":"[^"]+"/, '"rotation":"another.0"'));
    await other.does(({ session }) => session.refresh());
    localStorage.setItem("bank.sign-in", record);
    request.release();
    await turns();
    await vi.advanceTimersByTimeAsync(3_000);
    await losing;
    expect(bank.log.filter(({ path }) => path === REFRESH).map(({ status }) => status)).toEqual([200, 401, 200]);
    expect((await read(tab)).response.status).toBe(200);
  });
});

test("a tab that is stuck with the lock is not waited for longer than twenty seconds", async () => {
  const bank = new FakeBank(EVERYBODY);
  const browser = new FakeBrowser(bank, "body");
  const stuck = await tabOf(browser, MARY);
  const tab = await load(browser);
  void stuck.begins(() => navigator.locks.request("bank.refresh", () => new Promise(() => {})));
  const refreshing = tab.begins(({ session }) => session.refresh());
  await turns();
  await vi.advanceTimersByTimeAsync(19_999);
  await turns();
  expect(bank.count(REFRESH)).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  await refreshing;
  expect(bank.count(REFRESH)).toBe(1);
});
