/** Requests of whoever is signed in: renewed in time, patient, and never sent as somebody else. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import { ACCOUNTS, EVERYBODY, load, MARY, OMAR, REFRESH, RENT, read, signIn, TRANSFER, tabOf } from "../testing/cast";
import { turns } from "../testing/clock";
import { FakeBank } from "../testing/fake_bank";
import { FakeBrowser } from "../testing/fake_browser";
import { cutOff, held, heldOnTheWay, page, refused, silent, unreachable } from "../testing/faults";
import { answered } from "./errors";

const HOUR_MS = 3600_000;

beforeEach(() => void vi.useFakeTimers());

describe.each(["cookie", "body"] as const)("in %s transport", (transport) => {
  async function world(accessSeconds?: number) {
    const bank = new FakeBank(EVERYBODY, accessSeconds);
    const browser = new FakeBrowser(bank, transport);
    return { bank, browser, tab: await tabOf(browser, MARY) };
  }

  test("a token is renewed a minute before its end, and not sooner", async () => {
    const { bank, tab } = await world();
    vi.advanceTimersByTime(HOUR_MS - 60_001);
    await read(tab);
    expect(bank.count(REFRESH)).toBe(0);
    vi.advanceTimersByTime(1);
    await read(tab);
    expect(bank.count(REFRESH)).toBe(1);
    expect(bank.log.every(({ status }) => status === 200)).toBe(true);
  });

  test("a short token is renewed in the last tenth of its life", async () => {
    const { bank, tab } = await world(100);
    vi.advanceTimersByTime(89_999);
    await read(tab);
    expect(bank.count(REFRESH)).toBe(0);
    vi.advanceTimersByTime(1);
    await read(tab);
    expect(bank.count(REFRESH)).toBe(1);
  });

  test.each([
    ["silence", unreachable],
    ["a proxy's page", page(502)],
    ["a busy bank", refused(503, "unavailable", 1)],
  ])("an early refresh that meets %s does not break the request", async (_, fault) => {
    const { browser, tab } = await world();
    vi.advanceTimersByTime(HOUR_MS - 50_000);
    browser.next(REFRESH, fault, fault, fault);
    expect((await read(tab)).response.status).toBe(200);
    expect(tab.state.status).toBe("signed-in");
  });

  test("a token that is over by the bank's clock alone is renewed, and the request sent again", async () => {
    const { bank, tab } = await world();
    bank.skewMs = 2 * HOUR_MS;
    expect((await read(tab)).response.status).toBe(200);
    expect(bank.log.map(({ status }) => status)).toEqual([200, 401, 200, 200]);
  });

  test("where a needed refresh gets no answer the request gets none", async () => {
    const { bank, browser, tab } = await world();
    bank.skewMs = 2 * HOUR_MS;
    browser.next(REFRESH, unreachable, unreachable, unreachable);
    await expect(read(tab)).rejects.toMatchObject({ name: "NoAnswer" });
    expect(tab.state.status).toBe("signed-in");
  });

  test.each(["session_ended", "session_expired", "browser_mismatch", "token_invalid"])(
    "%s ends the sign-in in all tabs, and says so",
    async (code) => {
      const { browser, tab } = await world();
      const other = await load(browser);
      browser.next(ACCOUNTS, refused(401, code));
      await expect(tab.does(({ api }) => answered(api.GET(ACCOUNTS)))).rejects.toMatchObject({ code });
      expect(tab.state).toEqual({ status: "signed-out", why: code });
      expect(other.state).toEqual({ status: "signed-out", why: code });
    },
  );

  test("a browser without its cookie is told so", async () => {
    const { browser, tab } = await world();
    browser.jar.delete("browserId");
    await read(tab);
    expect(tab.state).toEqual({ status: "signed-out", why: "browser_mismatch" });
  });

  test("a 401 that is not the bank's ends nothing", async () => {
    const { browser, tab } = await world();
    browser.next(ACCOUNTS, page(401));
    await expect(tab.does(({ api }) => answered(api.GET(ACCOUNTS)))).rejects.toMatchObject({ code: "unreadable" });
    expect(tab.state.status).toBe("signed-in");
  });

  test("a 401 of the token before is answered with the new one", async () => {
    const { bank, browser, tab } = await world();
    const answer = heldOnTheWay(refused(401, "token_expired"));
    browser.next(ACCOUNTS, answer.fault);
    const reading = tab.begins(({ api }) => api.GET(ACCOUNTS));
    await turns();
    await tab.does(({ session }) => session.refresh());
    answer.release();
    expect((await reading).response.status).toBe(200);
    expect(bank.count(REFRESH)).toBe(1);
  });

  test("a 401 of the sign-in before is answered with the tokens of the next, where it is the same person's", async () => {
    const { browser, tab } = await world();
    const answer = heldOnTheWay(refused(401, "session_ended"));
    browser.next(ACCOUNTS, answer.fault);
    const reading = tab.begins(({ api }) => api.GET(ACCOUNTS));
    await turns();
    await signIn(tab, MARY);
    answer.release();
    expect((await reading).response.status).toBe(200);
  });

  test("a token that is over, of a session that is over, ends the sign-in in all tabs", async () => {
    const { bank, browser, tab } = await world();
    const other = await load(browser);
    bank.endSessions();
    bank.skewMs = 2 * HOUR_MS;
    await expect(read(tab)).rejects.toMatchObject({ code: "session_ended" });
    expect([tab.state, other.state]).toMatchObject([{ why: "session_ended" }, { why: "session_ended" }]);
  });

  test("a late 401 does not sign out who signed in since, nor is the request sent as them", async () => {
    const { bank, browser, tab } = await world();
    const other = await load(browser);
    const answer = heldOnTheWay(refused(401, "session_ended"));
    browser.next(ACCOUNTS, answer.fault);
    const reading = tab.begins(({ api }) => api.GET(ACCOUNTS));
    await turns();
    await other.does(({ session }) => session.signOut());
    await signIn(other, OMAR);
    answer.release();
    expect((await reading).response.status).toBe(401);
    expect(bank.count(ACCOUNTS)).toBe(0);
    expect([tab.state, other.state]).toMatchObject([{ user: { id: OMAR.id } }, { user: { id: OMAR.id } }]);
  });

  test("what waited for a refresh is not sent as somebody who signed in meanwhile", async () => {
    const { bank, browser, tab } = await world();
    const other = await load(browser);
    vi.advanceTimersByTime(HOUR_MS - 30_000);
    const answer = held();
    browser.next(REFRESH, answer.fault);
    const reading = tab.begins(({ api }) => answered(api.GET(ACCOUNTS)));
    await turns();
    await other.does(({ session }) => session.signOut());
    await signIn(other, OMAR);
    answer.release();
    await expect(reading).rejects.toMatchObject({ status: 401 });
    expect(bank.count(ACCOUNTS)).toBe(0);
    expect(other.state).toMatchObject({ user: { id: OMAR.id } });
  });

  test("what waits to be asked again is not asked as somebody who signed in meanwhile", async () => {
    const { bank, browser, tab } = await world();
    const other = await load(browser);
    browser.next(ACCOUNTS, refused(503, "unavailable", 5));
    const reading = tab.begins(({ api }) => api.GET(ACCOUNTS));
    await turns();
    await other.does(({ session }) => session.signOut());
    await signIn(other, OMAR);
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await reading).response.status).toBe(503);
    expect(bank.count(ACCOUNTS)).toBe(0);
  });

  test("a page that still shows the last user asks nothing as the next, and then shows them", async () => {
    const { bank, browser, tab } = await world();
    const other = await load(browser);
    tab.sleep();
    await other.does(({ session }) => session.signOut());
    await signIn(other, OMAR);
    await expect(read(tab)).rejects.toMatchObject({ status: 401 });
    expect(bank.count(ACCOUNTS)).toBe(0);
    expect(tab.state).toMatchObject({ user: { id: OMAR.id } });
  });

  test.each([
    [429, "throttled"],
    [503, "unavailable"],
  ])("a read that meets a %i is asked again when the bank says, and not sooner", async (status, code) => {
    const { bank, browser, tab } = await world();
    browser.next(ACCOUNTS, refused(status, code, 3));
    const reading = tab.begins(({ api }) => api.GET(ACCOUNTS));
    await turns();
    await vi.advanceTimersByTimeAsync(2_999);
    await turns();
    expect(bank.count(ACCOUNTS)).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect((await reading).response.status).toBe(200);
  });

  test.each([
    ["is long", refused(429, "throttled", 60)],
    ["is not said", refused(503, "unavailable")],
    ["is a date", () => ({ status: 503, body: {}, headers: { "Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT" } })],
  ])("where the wait %s a read is not asked again", async (_, fault) => {
    const { bank, browser, tab } = await world();
    browser.next(ACCOUNTS, fault);
    const start = Date.now();
    expect((await read(tab)).response.ok).toBe(false);
    expect([bank.count(ACCOUNTS), Date.now() - start]).toEqual([0, 0]);
  });

  test("a read is not asked for more than three times", async () => {
    const { bank, browser, tab } = await world();
    const busy = refused(503, "unavailable", 1);
    browser.next(ACCOUNTS, busy, busy, busy);
    expect((await read(tab)).response.status).toBe(503);
    expect(bank.count(ACCOUNTS)).toBe(0);
  });

  test("the door repeats no payment, whatever the bank says of later", async () => {
    const { bank, browser, tab } = await world();
    browser.next(TRANSFER, refused(503, "unavailable", 1));
    const params = { header: { "Idempotency-Key": "one" } };
    const { response } = await tab.does(({ api }) => api.POST(TRANSFER, { params, body: RENT.body as never }));
    expect([response.status, bank.count(TRANSFER)]).toEqual([503, 0]);
  });

  test("what its caller aborted stays an abort, and is no silence of the bank's", async () => {
    const { browser, tab } = await world();
    browser.next(ACCOUNTS, silent);
    const caller = new AbortController();
    const reading = tab.begins(({ api }) => api.GET(ACCOUNTS, { signal: caller.signal }));
    await turns();
    caller.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
  });

  test("an abort is heard at once while a read waits to be asked again", async () => {
    const { bank, browser, tab } = await world();
    browser.next(ACCOUNTS, refused(503, "unavailable", 5));
    const caller = new AbortController();
    const reading = tab.begins(({ api }) => api.GET(ACCOUNTS, { signal: caller.signal }));
    await turns();
    caller.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(bank.count(ACCOUNTS)).toBe(0);
  });

  test.each([
    ["that never comes", silent],
    ["that breaks off", cutOff],
    ["that is a page", page(200)],
  ])("an answer %s is none", async (_, fault) => {
    const { browser, tab } = await world();
    browser.next(ACCOUNTS, fault);
    await expect(tab.does(({ api }) => answered(api.GET(ACCOUNTS)))).rejects.toMatchObject({ name: "NoAnswer" });
  });

  test("a proxy's page, or its own idea of JSON, is a refusal with its status", async () => {
    const { browser, tab } = await world();
    browser.next(ACCOUNTS, page(502), () => ({ status: 403, body: { error: { id: 1 }, code: 403 } }));
    const reading = () => tab.does(({ api }) => answered(api.GET(ACCOUNTS)));
    await expect(reading()).rejects.toMatchObject({ name: "BankError", status: 502, code: "unreadable" });
    await expect(reading()).rejects.toMatchObject({ name: "BankError", status: 403, code: "unreadable" });
  });
});

describe("where a browser has thrown cookies away", () => {
  async function world() {
    const bank = new FakeBank(EVERYBODY);
    const browser = new FakeBrowser(bank, "cookie");
    return { bank, browser, tab: await tabOf(browser, MARY) };
  }

  test("the access token's, it is renewed", async () => {
    const { browser, tab } = await world();
    browser.jar.delete("auth_token");
    expect((await read(tab)).response.status).toBe(200);
  });

  test("both tokens', the sign-in is over", async () => {
    const { browser, tab } = await world();
    browser.jar.delete("auth_token");
    browser.jar.delete("refresh_token");
    await expect(read(tab)).rejects.toMatchObject({ code: "not_authenticated" });
    expect(tab.state).toEqual({ status: "signed-out", why: "not_authenticated" });
  });
});
