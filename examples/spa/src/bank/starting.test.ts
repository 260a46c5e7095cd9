/** What a page that is loaded finds out about who is signed in. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import { EVERYBODY, load, MARY, ME, OMAR, REFRESH, read, signIn, tabOf } from "../testing/cast";
import { turns } from "../testing/clock";
import { FakeBank } from "../testing/fake_bank";
import { FakeBrowser } from "../testing/fake_browser";
import { held, page, refused, unreachable } from "../testing/faults";

const SIGNED_OUT = { status: "signed-out", why: null };

beforeEach(() => void vi.useFakeTimers());

describe.each(["cookie", "body"] as const)("in %s transport", (transport) => {
  function world() {
    const bank = new FakeBank(EVERYBODY);
    return { bank, browser: new FakeBrowser(bank, transport) };
  }

  test("a reload keeps the sign-in", async () => {
    const { browser } = world();
    browser.close(await tabOf(browser, MARY));
    expect((await load(browser)).state).toMatchObject({ status: "signed-in", user: { id: MARY.id, role: "member" } });
  });

  test("a reload after the token's end keeps the sign-in with new tokens", async () => {
    const { bank, browser } = world();
    browser.close(await tabOf(browser, MARY));
    vi.advanceTimersByTime(2 * 3600_000);
    expect((await load(browser)).state).toMatchObject({ status: "signed-in" });
    expect(bank.count(REFRESH)).toBe(1);
  });

  test("nobody is signed in where nobody signed in", async () => {
    const { browser } = world();
    expect((await load(browser)).state).toEqual(SIGNED_OUT);
  });

  test("a session that has ended meanwhile says why", async () => {
    const { bank, browser } = world();
    browser.close(await tabOf(browser, MARY));
    bank.endSessions();
    expect((await load(browser)).state).toEqual({ status: "signed-out", why: "session_ended" });
  });

  test.each([
    ["silence", unreachable],
    ["a proxy's page", page(502)],
    ["a proxy's page that says it is fine", page(200)],
    ["a proxy that wants a password of its own", page(401)],
    ["a refusal for now", refused(500, "server_error")],
  ])("%s is unreachable, and keeps the sign-in for the next try", async (_, fault) => {
    const { browser } = world();
    browser.close(await tabOf(browser, MARY));
    browser.next(ME, fault);
    const tab = await load(browser);
    expect(tab.state).toEqual({ status: "unreachable" });
    await tab.does(({ session }) => session.start());
    expect(tab.state).toMatchObject({ status: "signed-in", user: { id: MARY.id } });
  });

  test("a 401 that a refresh did not mend keeps the sign-in for the next try", async () => {
    const { browser } = world();
    browser.close(await tabOf(browser, MARY));
    const expired = refused(401, "token_expired");
    browser.next(ME, expired, expired);
    const tab = await load(browser);
    expect(tab.state).toEqual({ status: "unreachable" });
    await tab.does(({ session }) => session.start());
    expect(tab.state).toMatchObject({ status: "signed-in" });
  });

  test("the next try may also find that the session has ended", async () => {
    const { bank, browser } = world();
    browser.close(await tabOf(browser, MARY));
    browser.next(ME, unreachable);
    const tab = await load(browser);
    bank.endSessions();
    await tab.does(({ session }) => session.start());
    expect(tab.state).toMatchObject({ status: "signed-out" });
  });

  test("a changed name or role is in the other tabs as well", async () => {
    const people = EVERYBODY.map((person) => ({ ...person }));
    const browser = new FakeBrowser(new FakeBank(people), transport);
    const other = await tabOf(browser, MARY);
    Object.assign(people[0] ?? {}, { role: "cashier" });
    await load(browser);
    expect(other.state).toMatchObject({ user: { id: MARY.id, role: "cashier" } });
  });

  test("an answer about her does not become the record of who signed in since", async () => {
    const { browser } = world();
    const quick = await tabOf(browser, MARY);
    const answer = held();
    browser.next(ME, answer.fault);
    const slow = browser.open();
    const starting = slow.begins(({ session }) => session.start());
    await turns();
    await quick.does(({ session }) => session.signOut());
    await signIn(quick, OMAR);
    answer.release();
    await starting;
    expect(slow.state).toMatchObject({ user: { id: OMAR.id } });
    expect((await read(quick)).response.status).toBe(200);
    expect((await load(browser)).state).toMatchObject({ user: { id: OMAR.id } });
  });

  test("an answer about her signs nobody in again who signed out since", async () => {
    const { browser } = world();
    const quick = await tabOf(browser, MARY);
    const answer = held();
    browser.next(ME, answer.fault);
    const slow = browser.open();
    const starting = slow.begins(({ session }) => session.start());
    await turns();
    await quick.does(({ session }) => session.signOut());
    answer.release();
    await starting;
    expect(slow.state).toEqual(SIGNED_OUT);
    expect((await load(browser)).state).toEqual(SIGNED_OUT);
  });
});

test("in cookie transport the cookies alone are enough to be recognised", async () => {
  const bank = new FakeBank(EVERYBODY);
  const browser = new FakeBrowser(bank, "cookie");
  await tabOf(browser, MARY);
  localStorage.clear();
  expect((await load(browser)).state).toMatchObject({ status: "signed-in", user: { id: MARY.id } });
});

test("in cookie transport, with nobody known, the next try after silence may find nobody", async () => {
  const browser = new FakeBrowser(new FakeBank(EVERYBODY), "cookie");
  browser.next(ME, unreachable, page(401));
  const tab = await load(browser);
  expect(tab.state).toEqual({ status: "unreachable" });
  await tab.does(({ session }) => session.start());
  expect(tab.state).toEqual({ status: "unreachable" });
  await tab.does(({ session }) => session.start());
  expect(tab.state).toEqual(SIGNED_OUT);
});
