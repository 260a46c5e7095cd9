/** Accessibility checks with axe in Chromium, on a desktop and a phone, light and dark, and the screenshots of docs/spa.md. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, test } from "vitest";
import { expectAccessible } from "./accessibility.ts";
import { ApiScript } from "./api-script.ts";
import { BrowserUser } from "./browser-user.ts";
import type { Profile } from "./engines/engine.ts";
import { chromium } from "./engines/puppeteer.ts";
import { createSecuredMember, PASSWORD, STAFF } from "./members.ts";
import { waitUntil } from "./system.ts";

const { API_URL = "", APP_URL = "", TRANSPORT = "" } = process.env;
const FOLDER = join(import.meta.dirname, "../../../docs/pictures/spa");
const [MARIA, MATTHEW] = [{ email: "member@example.com" }, { email: "member2@example.com" }];
const SIZES = [
  { on: "a desktop", suffix: "", width: 1280, height: 860 },
  { on: "a phone", suffix: "-phone", width: 390, height: 844 },
];

const engine = chromium();
let profile: Profile;
let user: BrowserUser;

afterAll(() => engine.close());
afterEach(() => profile.close());

// The pages look the same in both transports.
describe.skipIf(TRANSPORT !== "cookie").each(SIZES)("on $on", ({ suffix, width, height }) => {
  beforeEach(async () => {
    profile = await engine.profile();
    user = new BrowserUser(await profile.tab(), APP_URL);
    await user.tab.resize(width, height);
    await user.goTo("/");
  });

  test("the sign-in page and a browser in use have no accessibility violations", async () => {
    await user.expectRole("Sign in", "button");
    await capture(`sign-in${suffix}`);
    await user.signIn(MATTHEW);
    await user.expectRole("Overview", "heading");
    await user.tab.run("localStorage.clear()");
    for (const name of ["auth_token", "refresh_token"]) await profile.cookies().remove(name);
    await user.goTo("/");
    await user.signIn(MARIA);
    await user.expectRole("Sign them out", "button");
    await capture(`browser-in-use${suffix}`);
  });

  test("a member's overview and a transfer have no accessibility violations", async () => {
    await user.signIn(MARIA);
    await user.expectRole("Overview", "heading");
    await capture(`member${suffix}`, { isFullPage: !suffix });
    await user.goTo("/transfer");
    await user.selectOption("From account", 1);
    await user.fill("To account number", await accountNumberOf(MATTHEW));
    await user.fill("Amount", "125.00");
    await user.fill("Description", "Half of the rent");
    await capture(`transfer${suffix}`);
    await user.click("Continue");
    await user.expectRole("Pay now", "button");
    await capture(`transfer-confirm${suffix}`);
  });

  test("a sign-in with a second factor and its page have no accessibility violations", async () => {
    const tom = await createSecuredMember(API_URL, `pictures${suffix}`);
    await user.signIn(tom);
    await user.expectRole("Confirm your sign-in", "heading");
    await capture(`second-factor${suffix}`);
    await user.fill("Authenticator code", await tom.authenticator.nextCode());
    await user.click("Sign in");
    await user.expectRole("Overview", "heading");
    await user.goTo("/security/factors");
    await user.click("Set up another app");
    await user.expectText("Enter the code that the app shows.");
    await capture(`factors${suffix}`, { isFullPage: true });
    await user.goTo("/transfer");
    await user.fill("To account number", await accountNumberOf(MATTHEW));
    await user.fill("Amount", "125.00");
    await user.click("Continue");
    await user.click("Pay now");
    await user.expectText("Confirm this payment");
    await user.expectText("Matthew M.");
    // Under the dialog the payment goes on loading.
    await capture(`step-up${suffix}`, { isLoaded: false });
  });

  test("a cashier's overview and the cash desk have no accessibility violations", async () => {
    await user.signIn({ email: STAFF.cashier });
    await user.expectRole("Overview", "heading");
    await capture(`cashier${suffix}`, { isFullPage: !suffix });
    await user.goTo("/counter");
    await user.expectRole("Cash desk", "heading");
    await capture(`counter${suffix}`);
  });

  test("a manager's overview and loans have no accessibility violations", async () => {
    await user.signIn({ email: STAFF.manager });
    await user.expectRole("Overview", "heading");
    await capture(`manager${suffix}`, { isFullPage: !suffix });
    await user.goTo("/loans");
    await user.expectRole("Loans", "heading");
    await capture(`loans${suffix}`);
    await user.click("Maria Member", "link");
    await user.expectText("Decision");
    await capture(`loan${suffix}`);
  });

  test("a manager's people, reports, audit log and loan products have no accessibility violations", async () => {
    await user.signIn({ email: STAFF.manager });
    await user.expectRole("Overview", "heading");
    for (const path of [
      "/people",
      "/people/1",
      "/reports",
      "/reports/trial-balance",
      "/audit-log",
      "/loans/products",
    ]) {
      await user.goTo(path);
      await expectAccessible(user, path);
    }
    await user.click("New product");
    await user.expectText("Days late without that fee");
    await expectAccessible(user, "the dialog of a loan product");
    await user.goTo("/till");
    await expectAccessible(user, "/till");
  });
});

/** Checks the accessibility of the page, then takes a screenshot of the light scheme, of the full page if `isFullPage`. */
async function capture(name: string, { isFullPage = false, isLoaded = true } = {}): Promise<void> {
  await expectAccessible(user, name, { isLoaded });
  mkdirSync(FOLDER, { recursive: true });
  const { width, height, fullHeight } = await user.tab.run<{ width: number; height: number; fullHeight: number }>(
    "return { width: innerWidth, height: innerHeight, fullHeight: document.documentElement.scrollHeight }",
  );
  if (isFullPage) await user.tab.resize(width, fullHeight);
  writeFileSync(join(FOLDER, `${name}.png`), await stableScreenshot());
  // The next screenshots have the size of the screen again.
  if (isFullPage) await user.tab.resize(width, height);
}

/** A screenshot, once two in a row are equal. */
async function stableScreenshot(): Promise<Uint8Array> {
  let last = await user.tab.screenshot();
  await waitUntil("the page to stop moving", async () => {
    const next = await user.tab.screenshot();
    const isSame = Buffer.compare(Buffer.from(last), Buffer.from(next)) === 0;
    last = next;
    return isSame;
  });
  return last;
}

/** The number of this member's first account. */
async function accountNumberOf({ email }: { email: string }): Promise<string> {
  const script = new ApiScript(API_URL);
  await script.post("/api/users/login/", { body: { email, password: PASSWORD, transport: "cookie" } });
  const { results } = await script.get<{ results: { number: string }[] }>("/api/accounts/");
  return results[0]?.number ?? "";
}
