/** What must hold in every engine: the browser rule, tabs, strangers and a phone. */

import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import type { Engine, Profile, Tab } from "./engines/engine.ts";
import { annAndBob, type Member } from "./people.ts";
import { Person } from "./person.ts";

const { API_URL = "", APP_URL = "", STRANGER_URL = "", TRANSPORT = "" } = process.env;
const IN_USE = "Someone else is signed in on this browser";
const PHONE = { width: 390, height: 844 };

export function scenarios(engine: Engine): void {
  let people: { ann: Member; bob: Member };

  beforeAll(async () => {
    people = await annAndBob(API_URL, `${engine.name.split(" ")[0]}-${TRANSPORT}`);
  });
  afterAll(() => engine.close());

  /** A test with as many new browsers as it asks for; they are closed with it, whatever happened. */
  function scenario(name: string, act: (browser: () => Promise<Browser>) => Promise<void>): void {
    test(name, async (context: TestContext) => {
      const opened: Profile[] = [];
      const browser = async () => {
        const profile = await engine.profile();
        opened.push(profile);
        Object.assign(context.task.meta, { engine: engine.name, version: engine.version(), transport: TRANSPORT });
        return new Browser(profile);
      };
      try {
        await act(browser);
      } finally {
        for (const profile of opened) await profile.close();
      }
    });
  }

  describe("the browser rule", () => {
    scenario("the first login on a browser", async (browser) => {
      const ann = await (await browser()).signedIn(people.ann);
      await ann.finds("Overview", "heading");
    });

    scenario("the same user again on the same browser: the earlier token is dead", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(people.ann);
      const earlier = await one.token(ann.tab);
      await one.loses(ann.tab);
      await ann.goTo("/");
      await ann.signIn(people.ann);
      await ann.finds("Overview", "heading");
      expect(await answerTo(ann.tab, earlier)).toEqual({ status: 401, code: "session_ended" });
      expect(await answerTo(ann.tab, await one.token(ann.tab))).toMatchObject({ status: 200 });
    });

    scenario("another user on the same browser: refused until it is freed", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(people.ann);
      const hers = await one.token(ann.tab);
      await one.loses(ann.tab);
      const bob = ann;
      await bob.goTo("/");
      await bob.signIn(people.bob);
      await bob.sees(IN_USE);
      expect(await answerTo(bob.tab, hers)).toMatchObject({ status: 200 });
      await bob.press("Free this browser");
      await bob.finds("Overview", "heading");
      expect(await answerTo(bob.tab, hers)).toEqual({ status: 401, code: "session_ended" });
    });

    scenario("the same user in two browsers: signing out of one leaves the other", async (browser) => {
      const here = await (await browser()).signedIn(people.ann);
      const there = await (await browser()).signedIn(people.ann);
      await here.signOut();
      await there.tab.reload();
      await there.finds("Overview", "heading");
    });
  });

  describe("tabs", () => {
    scenario("a reload keeps the sign-in", async (browser) => {
      const ann = await (await browser()).signedIn(people.ann);
      await ann.tab.reload();
      await ann.finds("Overview", "heading");
    });

    scenario(
      "three tabs refreshing at once 200 times: nobody is signed out",
      threeTabs({ rounds: 200, hasLocks: true }),
    );

    // Fewer: the browsers of today all have them.
    scenario(
      "three tabs refreshing at once 50 times, without Web Locks: nobody is signed out",
      threeTabs({ rounds: 50, hasLocks: false }),
    );

    function threeTabs({ rounds, hasLocks }: { rounds: number; hasLocks: boolean }) {
      return async (browser: () => Promise<Browser>) => {
        const one = await browser();
        const first = await one.signedIn(people.ann);
        const tabs = [first, await one.person(), await one.person()];
        for (const { tab } of tabs) {
          await tab.open(APP_URL);
          if (!hasLocks) await tab.run("delete Navigator.prototype.locks");
        }
        for (const tab of tabs) await tab.finds("Overview", "heading");
        for (const { tab } of tabs) await tab.run(REFRESH_MANY_TIMES, rounds);
        const seen = await Promise.all(tabs.map(({ tab }) => tab.run<string[]>("return window.refreshing")));
        // Every round of a tab brought newer tokens, its own or those of another.
        expect(new Set(seen.flat()).size).toBeGreaterThanOrEqual(rounds);
        for (const { tab } of tabs) expect(await tab.run(IS_SIGNED_IN)).toBe(200);
      };
    }

    scenario("signing out in one tab is seen in the others", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(people.ann);
      const other = await one.person();
      await other.goTo("/");
      await other.finds("Overview", "heading");
      // Else a request that is on its way may hear of it first, and give the bank's reason.
      await other.seesAll();
      await ann.signOut();
      await other.sees("You signed out in another tab.");
    });

    scenario("a double click pays once", async (browser) => {
      const ann = await (await browser()).signedIn(people.ann);
      const before = await balance(ann.tab, people.ann.account);
      await ann.goTo("/transfer");
      await ann.choose("From account", 0);
      await ann.fill("To account number", people.bob.account);
      await ann.fill("Amount", "1.00");
      await ann.press("Continue");
      await ann.finds("Pay now", "button");
      await ann.tab.run(CLICK_TWICE, "Pay now");
      await ann.sees("It is paid");
      expect(await balance(ann.tab, people.ann.account)).toBe(before - 1);
    });
  });

  describe("strangers", () => {
    scenario("a changed auth_token is refused", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(people.ann);
      await one.changesToken(ann.tab);
      await ann.tab.reload();
      await ann.sees("For your safety you were signed out.");
      await ann.signIn(people.ann);
      await ann.finds("Overview", "heading");
    });

    scenario("a stolen token is refused in a second browser, and its owner stays signed in", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(people.ann);
      const stolen = await one.token(ann.tab);
      const theirs = await browser();
      const thief = await theirs.person();
      await thief.goTo("/");
      // With no browserId at all, then with the thief's own.
      expect(await answerTo(thief.tab, stolen)).toEqual({ status: 401, code: "browser_mismatch" });
      await thief.signIn(people.bob);
      await thief.finds("Overview", "heading");
      expect(await answerTo(thief.tab, stolen)).toEqual({ status: 401, code: "browser_mismatch" });
      if (TRANSPORT === "cookie") await theirs.cookies.write("auth_token", stolen);
      else await thief.tab.run("localStorage.setItem('bank.sign-in', args)", await ann.tab.run(READ_RECORD));
      await thief.tab.reload();
      await thief.sees("this sign-in belongs to another browser");
      await ann.tab.reload();
      await ann.finds("Overview", "heading");
    });

    scenario("a page of another site changes nothing", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(people.ann);
      const elsewhere = await (await browser()).signedIn(people.ann);
      const before = [await balance(ann.tab, people.ann.account), await one.cookies.read("browserId")];
      const stranger = await one.person();
      await stranger.tab.open(STRANGER_URL);
      const login = { email: people.bob.email, password: "demo-pass-2026" };
      const transfer = { from_account: people.ann.account, to_account: people.bob.account, amount: "9.00" };
      const statuses = await stranger.tab.run<unknown[]>("return attack(args)", { api: API_URL, login, transfer });
      // 0: an answer that the browser let nobody read.
      for (const status of statuses) {
        expect([0, 401, 403, 415, "refused by the browser"]).toContain(status);
      }
      await ann.tab.reload();
      await ann.finds("Overview", "heading");
      expect([await balance(ann.tab, people.ann.account), await one.cookies.read("browserId")]).toEqual(before);
      expect(await elsewhere.tab.run(IS_SIGNED_IN)).toBe(200);
    });
  });

  describe("a phone", () => {
    scenario("every page fits, and the menu opens", async (browser) => {
      const one = await browser();
      const ann = await one.person();
      await ann.tab.resize(PHONE.width, PHONE.height);
      await ann.goTo("/");
      await ann.fits();
      await ann.signIn(people.ann);
      for (const page of ["Accounts", "Transfer", "Devices", "Overview"]) {
        await ann.press("Open the menu");
        await ann.press(page, "link");
        await ann.finds(page, "heading");
        await ann.fits();
      }
      await ann.goTo(`/accounts/${people.ann.account}`);
      await ann.finds("Statement", "heading");
      await ann.fits();
    });
  });
}

/** One browser, with what its user or a thief can do to it. */
class Browser {
  readonly cookies;

  constructor(private readonly profile: Profile) {
    this.cookies = profile.cookies();
  }

  async person(): Promise<Person> {
    return new Person(await this.profile.tab(), APP_URL);
  }

  async signedIn(member: Member): Promise<Person> {
    const person = await this.person();
    await person.goTo("/");
    await person.signIn(member);
    await person.finds("Overview", "heading");
    return person;
  }

  /** The access token that this browser holds. */
  async token(tab: Tab): Promise<string> {
    const kept = TRANSPORT === "cookie" ? await this.cookies.read("auth_token") : await tab.run<string>(READ_TOKEN);
    if (!kept) throw new Error("There is no token.");
    return kept;
  }

  /** Its tokens are lost, and only `browserId` is left. */
  async loses(tab: Tab): Promise<void> {
    await tab.run("localStorage.clear()");
    for (const name of ["auth_token", "refresh_token"]) await this.cookies.remove(name);
  }

  /** A letter of the signature of its token becomes another one. */
  async changesToken(tab: Tab): Promise<void> {
    const token = await this.token(tab);
    const at = token.length - 10;
    const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
    if (TRANSPORT === "cookie") await this.cookies.write("auth_token", changed);
    else await tab.run(CHANGE_TOKEN, changed);
  }
}

/** What the API says to this token, sent from this page as a header. */
function answerTo(tab: Tab, token: string): Promise<{ status: number; code?: string }> {
  return tab.run(
    `const response = await fetch(args.api + "/api/users/auth/check/",
       { credentials: "include", headers: { Authorization: "Bearer " + args.token } });
     const { code } = await response.json();
     return { status: response.status, ...(code ? { code } : {}) };`,
    { api: API_URL, token },
  );
}

async function balance(tab: Tab, number: string): Promise<number> {
  const read = `const { data } = await bank.api.GET("/api/accounts/{number}/", { params: { path: { number: args } } });
    return data.balance;`;
  return Number(await tab.run<string>(read, number));
}

const READ_RECORD = "return localStorage.getItem('bank.sign-in')";
const READ_TOKEN = "return JSON.parse(localStorage.getItem('bank.sign-in')).tokens.access";
const CHANGE_TOKEN = `
  const record = JSON.parse(localStorage.getItem("bank.sign-in"));
  record.tokens.access = args;
  localStorage.setItem("bank.sign-in", JSON.stringify(record));`;
const IS_SIGNED_IN = `return (await bank.api.GET("/api/users/me/")).response.status`;
/** Begins, and does not wait: all the tabs are to do it at once. Keeps the rotation that each round left. */
const REFRESH_MANY_TIMES = `
  const rotation = () => JSON.parse(localStorage.getItem("bank.sign-in")).rotation;
  window.refreshing = (async () => {
    const seen = [];
    for (let round = 0; round < args; round += 1) {
      await bank.session.refresh().catch(({ code, message }) => {
        throw new Error("Round " + round + ": " + (code ?? "no code") + ", " + message);
      });
      seen.push(rotation());
    }
    return seen;
  })();
  return null;`;
/** Before the page has had time to draw anything. */
const CLICK_TWICE = `
  const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === args);
  button.click();
  button.click();`;
