/** Long names and large sums stay in their boxes in Chromium, from a small phone to a desktop. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ApiScript } from "./api-script.ts";
import { BrowserUser } from "./browser-user.ts";
import type { Profile } from "./engines/engine.ts";
import { chromium } from "./engines/puppeteer.ts";
import { PASSWORD, STAFF } from "./members.ts";

const { API_URL = "", APP_URL = "", TRANSPORT = "" } = process.env;
const WIDTHS = [320, 390, 800, 1440];
/** The longest that the API accepts, without a blank to break at. */
const FULL_NAME = "Wolfeschlegelsteinhausenbergerdorff".padEnd(70, "w");
const ACCOUNT_NAME = "W".repeat(60);
const LARGEST_AMOUNT = "999999999999999.00";

const engine = chromium();
const email = `layout-${TRANSPORT}@example.com`;
let profile: Profile;
let account: string;

beforeAll(async () => {
  const manager = await scriptOf(STAFF.manager);
  const body = { email, password: PASSWORD, full_name: FULL_NAME };
  const { id } = await manager.post<{ id: number }>("/api/users/register/", { body });
  const opened = await manager.post<{ number: string }>("/api/accounts/", {
    body: { owner: id, type: "current", name: ACCOUNT_NAME },
  });
  account = opened.number;
  const description = "x".repeat(200);
  await manager.post("/api/transactions/deposit/", {
    body: { account, amount: LARGEST_AMOUNT, description },
    key: crypto.randomUUID(),
  });
});
afterEach(() => profile.close());
afterAll(() => engine.close());

// The pages look the same in both transports.
describe.skipIf(TRANSPORT !== "cookie").each(WIDTHS)("at %i px", (width) => {
  test("a member's long names and large sums stay in their boxes", async () => {
    const user = await signedIn(email, width);
    for (const path of ["/", "/accounts", `/accounts/${account}`, "/transfer", "/loans/apply", "/profile"]) {
      await user.goTo(path);
      await expectEverythingInside(user, path);
    }
  });

  test("a manager's lists of long names and large sums stay in their boxes", async () => {
    const user = await signedIn(STAFF.manager, width);
    for (const path of ["/", "/accounts", `/accounts/${account}`, "/members", "/till", "/people", "/audit-log"]) {
      await user.goTo(path);
      await expectEverythingInside(user, path);
    }
  });
});

async function signedIn(address: string, width: number): Promise<BrowserUser> {
  profile = await engine.profile();
  const user = new BrowserUser(await profile.tab(), APP_URL);
  await user.tab.resize(width, 900);
  await user.goTo("/");
  await user.signIn({ email: address });
  await user.expectRole("Overview", "heading");
  return user;
}

async function expectEverythingInside(user: BrowserUser, path: string): Promise<void> {
  await user.waitUntilLoaded();
  await user.expectNoHorizontalScroll();
  expect(await user.tab.run<string[]>(OUTSIDE), path).toEqual([]);
}

async function scriptOf(address: string): Promise<ApiScript> {
  const script = new ApiScript(API_URL);
  await script.post("/api/users/login/", { body: { email: address, password: PASSWORD, transport: "cookie" } });
  return script;
}

/** The texts that are wider than the card that they stand in. Charts and hidden texts are left out. */
const OUTSIDE = `
  const outside = [];
  for (const card of document.querySelectorAll("main .mantine-Paper-root")) {
    const { left, right } = card.getBoundingClientRect();
    const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (text.parentElement.closest("svg, [class*=visuallyHidden], .mantine-VisuallyHidden-root, .recharts-wrapper")) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      if (box.width && (box.right > right + 1 || box.left < left - 1)) outside.push(text.textContent.slice(0, 60));
    }
  }
  return outside;`;
