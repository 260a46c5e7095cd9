/** A day's work with the example, in Chromium: paying, the counter, a decision, one's own devices, a statement. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Profile } from "./engines/engine.ts";
import { chromium } from "./engines/puppeteer.ts";
import { Script } from "./http.ts";
import { until } from "./machine.ts";
import { annAndBob, type Member, PASSWORD, STAFF } from "./people.ts";
import { Person } from "./person.ts";

const { API_URL = "", APP_URL = "", TRANSPORT = "" } = process.env;

const downloads = mkdtempSync(join(tmpdir(), "bank-downloads-"));
const engine = chromium(downloads);
let people: { ann: Member; bob: Member };
let opened: Profile[] = [];

beforeAll(async () => {
  people = await annAndBob(API_URL, `work-${TRANSPORT}`);
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

// Once is enough, and the pictures are taken in the other transport.
describe.skipIf(TRANSPORT !== "body")("a day's work", () => {
  test("a member transfers, is asked once more, and finds it among the movements", async () => {
    const ann = await signedIn(people.ann);
    await ann.goTo("/transfer");
    await ann.choose("From account", 0);
    await ann.fill("To account number", people.bob.account);
    await ann.fill("Amount", "12.50");
    await ann.fill("Description", "Half of lunch");
    await ann.press("Continue");
    await ann.sees("Is this right?");
    await ann.press("Pay now");
    await ann.sees("It is paid");
    await ann.press("See the account", "link");
    await ann.sees("Half of lunch");
    await ann.sees("$487.50");
    expect(await balanceOf(people.bob)).toBe("512.50");
  });

  test("a cashier takes cash in at the counter, by keyboard once the account is found", async () => {
    const before = Number(await balanceOf(people.bob));
    const cashier = await signedIn({ email: STAFF.cashier });
    await cashier.goTo("/counter");
    await cashier.fill("Member's account", people.bob.account);
    await cashier.finds(`^Bob Ashby`, "option");
    await cashier.tab.press("Enter");
    await cashier.fill("Amount", "80");
    await cashier.tab.press("Enter");
    await cashier.sees("Take in $80.00");
    await cashier.press("Take in $80.00");
    await cashier.sees("New balance");
    expect(Number(await balanceOf(people.bob))).toBe(before + 80);
  });

  test("a manager approves a loan, and the member sees it", async () => {
    const script = await scriptOf(people.ann);
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
        account: people.ann.account,
      },
    });
    const manager = await signedIn({ email: STAFF.manager });
    await manager.goTo("/loans");
    await manager.press("Ann Ashby", "link");
    await manager.sees("A cargo bicycle");
    await manager.press("Approve");
    await manager.fill("Note", "Has saved with us for years");
    await manager.pressIn("dialog", "Approve");
    await manager.sees("Approved. It can be disbursed at the counter, or here.");
    expect((await script.get<{ status: string }>(`/api/loans/${loan.id}/`)).status).toBe("approved");
  });

  test("a member ends the sign-in of another device", async () => {
    const here = await signedIn(people.ann);
    const there = await signedIn(people.ann);
    await here.goTo("/sessions");
    await here.press("^Sign out everywhere else");
    await here.pressIn("dialog", "^Sign out");
    const status = `return (await bank.api.GET("/api/users/me/")).response.status`;
    await until("the other device to be signed out", async () => (await there.tab.run<number>(status)) === 401);
    await there.sees("You were signed out. Please sign in again.");
  });

  test("no script but the application's own runs in its pages, and nobody frames them", async () => {
    const policy = (await fetch(APP_URL)).headers.get("Content-Security-Policy") ?? "";
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`connect-src ${API_URL};`);
    const ann = await signedIn(people.ann);
    expect(await ann.tab.run<boolean>(STRANGERS_SCRIPT)).toBe(false);
  });

  test("a statement is downloaded as a PDF and for a spreadsheet", async () => {
    const ann = await signedIn(people.ann);
    await ann.goTo(`/accounts/${people.ann.account}`);
    for (const [format, beginning] of [
      ["PDF", "%PDF-"],
      ["CSV", ""],
    ] as const) {
      await ann.press(format);
      const ending = `.${format.toLowerCase()}`;
      await until(`the ${format}`, async () => readdirSync(downloads).some((name) => name.endsWith(ending)));
      const name = readdirSync(downloads).find((one) => one.endsWith(ending)) ?? "";
      expect(name).toContain(people.ann.account);
      expect(readFileSync(join(downloads, name), "latin1").startsWith(beginning)).toBe(true);
    }
  });
});

/** As somebody would bring it in who found a way to write into the page. */
const STRANGERS_SCRIPT = `
  const script = document.createElement("script");
  script.textContent = "window.ranHere = true";
  document.body.append(script);
  return "ranHere" in window;`;

async function signedIn(who: { email: string }): Promise<Person> {
  const profile = await engine.profile();
  opened.push(profile);
  const person = new Person(await profile.tab(), APP_URL);
  await person.goTo("/");
  await person.signIn(who);
  await person.finds("Overview", "heading");
  return person;
}

async function scriptOf({ email }: { email: string }): Promise<Script> {
  const script = new Script(API_URL);
  await script.post("/api/users/login/", { body: { email, password: PASSWORD, transport: "cookie" } });
  return script;
}

async function balanceOf(member: Member): Promise<string> {
  const { balance } = await (await scriptOf(member)).get<{ balance: string }>(`/api/accounts/${member.account}/`);
  return balance;
}
