/** The scenarios of every engine: one user per browser, tabs, attacks, second factors and a phone. */

import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import { BrowserUser } from "./browser-user.ts";
import { cashierDay } from "./days/cashier.ts";
import { invite, signedInScript } from "./days/invited.ts";
import { applyForLoan, managerDay } from "./days/manager.ts";
import { memberDay, openAccount } from "./days/member.ts";
import type { Engine, Profile, Tab } from "./engines/engine.ts";
import { createMembers, createOneMember, createSecuredMember, type Member, PASSWORD, STAFF } from "./members.ts";

const { API_URL = "", APP_URL = "", CROSS_SITE_URL = "", TRANSPORT = "" } = process.env;
const BROWSER_IN_USE = "Someone else is signed in on this browser";
const PHONE = { width: 390, height: 844 };

export function scenarios(engine: Engine): void {
  const suffix = `${engine.name.split(" ")[0]}-${TRANSPORT}`;
  // The other browsers have no device that a test can control.
  const hasPasskeys = engine.name === "Chromium";
  let members: { ann: Member; bob: Member };

  beforeAll(async () => {
    members = await createMembers(API_URL, suffix);
  });
  afterAll(() => engine.close());

  /** A test that can open new browsers, which are closed at its end. */
  function scenario(name: string, run: (browser: () => Promise<Browser>) => Promise<void>): void {
    test(name, async (context: TestContext) => {
      const opened: Profile[] = [];
      const browser = async () => {
        const profile = await engine.profile();
        opened.push(profile);
        Object.assign(context.task.meta, { engine: engine.name, version: engine.version(), transport: TRANSPORT });
        return new Browser(profile);
      };
      try {
        await run(browser);
      } finally {
        for (const profile of opened) await profile.close();
      }
    });
  }

  describe("one user per browser", () => {
    scenario("the first login on a browser succeeds", async (browser) => {
      const ann = await (await browser()).signedIn(members.ann);
      await ann.expectRole("Overview", "heading");
    });

    scenario("after a new login of the same user the earlier token is refused", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(members.ann);
      const earlier = await one.token(ann.tab);
      await one.deleteTokens(ann.tab);
      await ann.goTo("/");
      await ann.signIn(members.ann);
      await ann.expectRole("Overview", "heading");
      expect(await checkToken(ann.tab, earlier)).toEqual({ status: 401, code: "session_ended" });
      expect(await checkToken(ann.tab, await one.token(ann.tab))).toMatchObject({ status: 200 });
    });

    scenario("another user is refused until the first one is signed out", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(members.ann);
      const token = await one.token(ann.tab);
      await one.deleteTokens(ann.tab);
      const bob = ann;
      await bob.goTo("/");
      await bob.signIn(members.bob);
      await bob.expectText(BROWSER_IN_USE);
      expect(await checkToken(bob.tab, token)).toMatchObject({ status: 200 });
      await bob.click("Sign them out");
      await bob.expectRole("Overview", "heading");
      expect(await checkToken(bob.tab, token)).toEqual({ status: 401, code: "session_ended" });
    });

    scenario("signing out in one browser leaves the other browser signed in", async (browser) => {
      const here = await (await browser()).signedIn(members.ann);
      const there = await (await browser()).signedIn(members.ann);
      await here.signOut();
      await there.tab.reload();
      await there.expectRole("Overview", "heading");
    });
  });

  describe("tabs", () => {
    scenario("a reload keeps the user signed in", async (browser) => {
      const ann = await (await browser()).signedIn(members.ann);
      await ann.tab.reload();
      await ann.expectRole("Overview", "heading");
    });

    scenario("three tabs that refresh 200 times at once stay signed in", threeTabs({ rounds: 200, hasLocks: true }));

    // Fewer rounds, because all current browsers have Web Locks.
    scenario(
      "three tabs that refresh 50 times at once without Web Locks stay signed in",
      threeTabs({ rounds: 50, hasLocks: false }),
    );

    function threeTabs({ rounds, hasLocks }: { rounds: number; hasLocks: boolean }) {
      return async (browser: () => Promise<Browser>) => {
        const one = await browser();
        const first = await one.signedIn(members.ann);
        const tabs = [first, await one.newTab(), await one.newTab()];
        for (const { tab } of tabs) {
          await tab.open(APP_URL);
          if (!hasLocks) await tab.run("delete Navigator.prototype.locks");
        }
        for (const tab of tabs) await tab.expectRole("Overview", "heading");
        for (const { tab } of tabs) await tab.run(REFRESH_MANY_TIMES, rounds);
        const seen = await Promise.all(tabs.map(({ tab }) => tab.run<string[]>("return window.refreshing")));
        // Each round of a tab led to newer tokens, from this tab or another one.
        expect(new Set(seen.flat()).size).toBeGreaterThanOrEqual(rounds);
        for (const { tab } of tabs) expect(await tab.run(IS_SIGNED_IN)).toBe(200);
      };
    }

    scenario("signing out in one tab signs out the others", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(members.ann);
      const other = await one.newTab();
      await other.goTo("/");
      await other.expectRole("Overview", "heading");
      // Otherwise a request in flight may fail first and show the API's reason.
      await other.waitUntilLoaded();
      await ann.signOut();
      await other.expectText("You signed out in another tab.");
    });

    scenario("a double click pays once", async (browser) => {
      const ann = await (await browser()).signedIn(members.ann);
      const before = await balance(ann.tab, members.ann.account);
      await ann.goTo("/transfer");
      await ann.selectOption("From account", 0);
      await ann.fill("To account number", members.bob.account);
      await ann.fill("Amount", "1.00");
      await ann.click("Continue");
      await ann.expectRole("Pay now", "button");
      await ann.tab.run(CLICK_TWICE, "Pay now");
      await ann.expectText("Payment sent");
      expect(await balance(ann.tab, members.ann.account)).toBe(before - 1);
    });
  });

  describe("attacks", () => {
    scenario("a changed auth_token is refused", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(members.ann);
      await one.changeToken(ann.tab);
      await ann.tab.reload();
      await ann.expectText("You have been signed out for security reasons.");
      await ann.signIn(members.ann);
      await ann.expectRole("Overview", "heading");
    });

    scenario("a stolen token is refused in a second browser, and its owner stays signed in", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(members.ann);
      const stolen = await one.token(ann.tab);
      const theirs = await browser();
      const thief = await theirs.newTab();
      await thief.goTo("/");
      // First without a browserId, then with the thief's own.
      expect(await checkToken(thief.tab, stolen)).toEqual({ status: 401, code: "browser_mismatch" });
      await thief.signIn(members.bob);
      await thief.expectRole("Overview", "heading");
      expect(await checkToken(thief.tab, stolen)).toEqual({ status: 401, code: "browser_mismatch" });
      if (TRANSPORT === "cookie") await theirs.cookies.write("auth_token", stolen);
      else await thief.tab.run("localStorage.setItem('bank.sign-in', args)", await ann.tab.run(READ_RECORD));
      await thief.tab.reload();
      await thief.expectText("this session belongs to another browser");
      await ann.tab.reload();
      await ann.expectRole("Overview", "heading");
    });

    scenario("a page of another site changes nothing", async (browser) => {
      const one = await browser();
      const ann = await one.signedIn(members.ann);
      const elsewhere = await (await browser()).signedIn(members.ann);
      const before = [await balance(ann.tab, members.ann.account), await one.cookies.read("browserId")];
      const attacker = await one.newTab();
      await attacker.tab.open(CROSS_SITE_URL);
      const login = { email: members.bob.email, password: "demo-pass-2026" };
      const transfer = { from_account: members.ann.account, to_account: members.bob.account, amount: "9.00" };
      const statuses = await attacker.tab.run<unknown[]>("return attack(args)", { api: API_URL, login, transfer });
      // 0: an opaque response.
      for (const status of statuses) {
        expect([0, 401, 403, 415, "blocked by the browser"]).toContain(status);
      }
      await ann.tab.reload();
      await ann.expectRole("Overview", "heading");
      expect([await balance(ann.tab, members.ann.account), await one.cookies.read("browserId")]).toEqual(before);
      expect(await elsewhere.tab.run(IS_SIGNED_IN)).toBe(200);
    });
  });

  describe("second factors", () => {
    scenario("an authenticator's code completes a sign-in and confirms a first payment", async (browser) => {
      const tom = await createSecuredMember(API_URL, suffix);
      const user = await (await browser()).newTab();
      await user.goTo("/");
      await user.signIn(tom);
      await user.expectRole("Confirm your sign-in", "heading");
      await user.fill("Authenticator code", "000000");
      await user.click("Sign in");
      await user.expectText("This code is not correct.");
      await user.fill("Authenticator code", await tom.authenticator.nextCode());
      await user.click("Sign in");
      await user.expectRole("Overview", "heading");

      await user.goTo("/transfer");
      await user.selectOption("From account", 0);
      await user.fill("To account number", members.bob.account);
      await user.fill("Amount", "2.00");
      await user.click("Continue");
      await user.click("Pay now");
      await user.expectText("Confirm this payment");
      await user.expectText("Bob A.");
      expect(await balance(user.tab, tom.account)).toBe(500);
      await user.fill("Authenticator code", await tom.authenticator.nextCode());
      await user.click("Confirm");
      await user.expectText("Payment sent");
      expect(await balance(user.tab, tom.account)).toBe(498);
    });

    if (hasPasskeys) {
      scenario("a passkey is added, and signs in without a password", async (browser) => {
        const pia = await createOneMember(API_URL, "Pia", suffix);
        const user = await (await browser()).signedIn(pia);
        await user.tab.addPasskeyDevice?.();
        await user.click("Security", "link");
        await user.click("Set up two-step sign-in", "link");
        await user.click("Add a passkey");
        await user.fill("Name", "This laptop");
        await user.click("Continue");
        await user.expectText("Please confirm that it is you");
        await user.fill("Password", PASSWORD);
        await user.click("Confirm");
        await user.expectText("This laptop");
        await user.expectText("not used yet");
        await user.expectNoDialog();
        await user.signOut();
        await user.click("Sign in with a passkey");
        await user.expectRole("Overview", "heading");
      });
    }
  });

  describe("a day", () => {
    scenario("of a member ends with a payment, its receipt and an application for a loan", async (browser) => {
      const member = await invite(API_URL, "member", suffix);
      await openAccount(await signedInScript(API_URL, STAFF.cashier), member, "500.00");
      await memberDay(await (await browser()).newTab(), member, members.bob, { hasPasskeys });
    });

    scenario("of a cashier ends with a counted till", async (browser) => {
      await cashierDay(await (await browser()).newTab(), await invite(API_URL, "cashier", suffix), suffix);
    });

    scenario("of a manager ends with the audit log", async (browser) => {
      const loan = await applyForLoan(
        await signedInScript(API_URL, members.ann.email),
        members.ann.account,
        "A cargo bike",
      );
      await managerDay(await (await browser()).newTab(), loan, suffix);
    });
  });

  describe("a phone", () => {
    scenario("every page fits the screen and the menu opens", async (browser) => {
      const one = await browser();
      const ann = await one.newTab();
      await ann.tab.resize(PHONE.width, PHONE.height);
      await ann.goTo("/");
      await ann.expectNoHorizontalScroll();
      await ann.signIn(members.ann);
      for (const page of ["Accounts", "Transfer", "Loans", "Security", "Overview"]) {
        await ann.click("Open menu");
        await ann.click(page, "link");
        await ann.expectRole(page, "heading");
        await ann.expectNoHorizontalScroll();
      }
      await ann.goTo(`/accounts/${members.ann.account}`);
      await ann.expectRole("Statement", "heading");
      await ann.expectNoHorizontalScroll();
    });
  });
}

/** One browser, and the actions of its user or of an attacker. */
class Browser {
  readonly cookies;

  constructor(private readonly profile: Profile) {
    this.cookies = profile.cookies();
  }

  async newTab(): Promise<BrowserUser> {
    return new BrowserUser(await this.profile.tab(), APP_URL);
  }

  async signedIn(member: Member): Promise<BrowserUser> {
    const user = await this.newTab();
    await user.goTo("/");
    await user.signIn(member);
    await user.expectRole("Overview", "heading");
    return user;
  }

  /** The access token that this browser holds. */
  async token(tab: Tab): Promise<string> {
    const token = TRANSPORT === "cookie" ? await this.cookies.read("auth_token") : await tab.run<string>(READ_TOKEN);
    if (!token) throw new Error("There is no token.");
    return token;
  }

  /** Deletes the tokens, so that only `browserId` is left. */
  async deleteTokens(tab: Tab): Promise<void> {
    await tab.run("localStorage.clear()");
    for (const name of ["auth_token", "refresh_token"]) await this.cookies.remove(name);
  }

  /** Changes a letter of the token's signature. */
  async changeToken(tab: Tab): Promise<void> {
    const token = await this.token(tab);
    const at = token.length - 10;
    const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
    if (TRANSPORT === "cookie") await this.cookies.write("auth_token", changed);
    else await tab.run(CHANGE_TOKEN, changed);
  }
}

/** The API's response to this token, sent as a header from this page. */
function checkToken(tab: Tab, token: string): Promise<{ status: number; code?: string }> {
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
/** Starts without waiting, so that all tabs refresh at the same time. Records the generation after each round. */
const REFRESH_MANY_TIMES = `
  const generation = () => JSON.parse(localStorage.getItem("bank.sign-in")).generation;
  window.refreshing = (async () => {
    const seen = [];
    for (let round = 0; round < args; round += 1) {
      await bank.session.refresh().catch(({ code, message }) => {
        throw new Error("Round " + round + ": " + (code ?? "no code") + ", " + message);
      });
      seen.push(generation());
    }
    return seen;
  })();
  return null;`;
/** Clicks twice before the page can render. */
const CLICK_TWICE = `
  const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === args);
  button.click();
  button.click();`;
