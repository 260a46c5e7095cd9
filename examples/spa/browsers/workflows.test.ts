/** Workflows in Chromium: a transfer, a deposit, a loan decision, sessions, the content security policy and statements. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ApiScript } from "./api-script.ts";
import { BrowserUser } from "./browser-user.ts";
import type { Profile } from "./engines/engine.ts";
import { chromium } from "./engines/puppeteer.ts";
import { createMembers, type Member, PASSWORD, STAFF } from "./members.ts";
import { waitUntil } from "./system.ts";

const { API_URL = "", APP_URL = "", TRANSPORT = "" } = process.env;

const downloads = mkdtempSync(join(tmpdir(), "bank-downloads-"));
const engine = chromium(downloads);
let members: { ann: Member; bob: Member };
let opened: Profile[] = [];

beforeAll(async () => {
  members = await createMembers(API_URL, `work-${TRANSPORT}`);
});
beforeEach(() => {
  opened = [];
});
afterEach(async () => {
  for (const profile of opened) await profile.close();
});
afterAll(async () => {
  await engine.close();
  rmSync(downloads, { recursive: true });
});

// One transport is enough; the screenshots are taken in the other one.
describe.skipIf(TRANSPORT !== "body")("workflows", () => {
  test("a member's transfer is reviewed, sent and listed in the transactions", async () => {
    const ann = await signedIn(members.ann);
    await ann.goTo("/transfer");
    await ann.selectOption("From account", 0);
    await ann.fill("To account number", members.bob.account);
    await ann.fill("Amount", "12.50");
    await ann.fill("Description", "Half of lunch");
    await ann.click("Continue");
    await ann.expectText("Review");
    await ann.click("Pay now");
    await ann.expectText("Payment sent");
    await ann.click("View account", "link");
    await ann.expectText("Half of lunch");
    await ann.expectText("$487.50");
    expect(await balanceOf(members.bob)).toBe("512.50");
  });

  test("a cashier makes a deposit with the keyboard", async () => {
    const before = Number(await balanceOf(members.bob));
    const cashier = await signedIn({ email: STAFF.cashier });
    await cashier.goTo("/counter");
    await cashier.fill("Member's account", members.bob.account);
    await cashier.expectRole(`^Bob Ashby`, "option");
    await cashier.tab.press("Enter");
    await cashier.fill("Amount", "80");
    await cashier.tab.press("Enter");
    await cashier.expectText("Deposit $80.00");
    await cashier.click("Deposit $80.00");
    await cashier.expectText("New balance");
    expect(Number(await balanceOf(members.bob))).toBe(before + 80);
  });

  test("a manager's approval of a loan is visible to the member", async () => {
    const script = await scriptOf(members.ann);
    const products = await script.get<{ results: { id: number; min_amount: string; min_term_months: number }[] }>(
      "/api/loans/products/?is_active=true",
    );
    const [product] = products.results;
    const loan = await script.post<{ id: number }>("/api/loans/", {
      body: {
        product: product?.id,
        amount: product?.min_amount,
        term_months: product?.min_term_months,
        purpose: "A cargo bicycle",
        account: members.ann.account,
      },
    });
    const manager = await signedIn({ email: STAFF.manager });
    await manager.goTo("/loans");
    await manager.click("Ann Ashby", "link");
    await manager.expectText("A cargo bicycle");
    await manager.click("Approve");
    await manager.fill("Note", "Has saved with us for years");
    await manager.clickIn("dialog", "Approve");
    await manager.expectText("Approved. Ready to be disbursed here or at the cash desk.");
    expect((await script.get<{ status: string }>(`/api/loans/${loan.id}/`)).status).toBe("approved");
  });

  test("a member signs out another browser", async () => {
    const here = await signedIn(members.ann);
    const there = await signedIn(members.ann);
    await here.goTo("/security");
    await here.click("^Sign out all other browsers");
    await here.clickIn("dialog", "^Sign out");
    const status = `return (await bank.api.GET("/api/users/me/")).response.status`;
    await waitUntil("the other browser to be signed out", async () => (await there.tab.run<number>(status)) === 401);
    await there.expectText("You have been signed out. Please sign in again.");
  });

  test("the content security policy blocks inline scripts and framing", async () => {
    const policy = (await fetch(APP_URL)).headers.get("Content-Security-Policy") ?? "";
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`connect-src ${API_URL};`);
    const ann = await signedIn(members.ann);
    expect(await ann.tab.run<boolean>(RUN_INLINE_SCRIPT)).toBe(false);
  });

  test("a statement is downloaded as PDF and CSV", async () => {
    const ann = await signedIn(members.ann);
    await ann.goTo(`/accounts/${members.ann.account}`);
    for (const [format, beginning] of [
      ["PDF", "%PDF-"],
      ["CSV", ""],
    ] as const) {
      await ann.click(format);
      const ending = `.${format.toLowerCase()}`;
      await waitUntil(`the ${format}`, async () => readdirSync(downloads).some((name) => name.endsWith(ending)));
      const name = readdirSync(downloads).find((one) => one.endsWith(ending)) ?? "";
      expect(name).toContain(members.ann.account);
      expect(readFileSync(join(downloads, name), "latin1").startsWith(beginning)).toBe(true);
    }
  });
});

/** Adds an inline script, as an attacker with an injection would, and returns whether it ran. */
const RUN_INLINE_SCRIPT = `
  const script = document.createElement("script");
  script.textContent = "window.ranHere = true";
  document.body.append(script);
  return "ranHere" in window;`;

async function signedIn(credentials: { email: string }): Promise<BrowserUser> {
  const profile = await engine.profile();
  opened.push(profile);
  const user = new BrowserUser(await profile.tab(), APP_URL);
  await user.goTo("/");
  await user.signIn(credentials);
  await user.expectRole("Overview", "heading");
  return user;
}

async function scriptOf({ email }: { email: string }): Promise<ApiScript> {
  const script = new ApiScript(API_URL);
  await script.post("/api/users/login/", { body: { email, password: PASSWORD, transport: "cookie" } });
  return script;
}

async function balanceOf(member: Member): Promise<string> {
  const { balance } = await (await scriptOf(member)).get<{ balance: string }>(`/api/accounts/${member.account}/`);
  return balance;
}
