/** The pages in Chromium, at a desk and on a phone, light and dark: no barrier that axe can find, and the pictures of docs/spa.md. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Profile } from "./engines/engine.ts";
import { chromium } from "./engines/puppeteer.ts";
import { Script } from "./http.ts";
import { until } from "./machine.ts";
import { PASSWORD, STAFF } from "./people.ts";
import { Person } from "./person.ts";

const { API_URL = "", APP_URL = "", TRANSPORT = "" } = process.env;
const FOLDER = join(import.meta.dirname, "../../../docs/pictures/spa");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [MARIA, MATTHEW] = [{ email: "member@example.com" }, { email: "member2@example.com" }];
const SIZES = [
  { on: "a desk", suffix: "", width: 1280, height: 860 },
  { on: "a phone", suffix: "-phone", width: 390, height: 844 },
];

const engine = chromium();
let profile: Profile;
let person: Person;

afterAll(() => engine.close());
afterEach(() => profile.close());

// Once is enough: the two transports look the same.
describe.skipIf(TRANSPORT !== "cookie").each(SIZES)("at $on", ({ suffix, width, height }) => {
  beforeEach(async () => {
    profile = await engine.profile();
    person = new Person(await profile.tab(), APP_URL);
    await person.tab.resize(width, height);
    await person.goTo("/");
  });

  test("signing in, and somebody else on this browser", async () => {
    await person.finds("Sign in", "button");
    await keep(`sign-in${suffix}`);
    await person.signIn(MATTHEW);
    await person.finds("Overview", "heading");
    await person.tab.run("localStorage.clear()");
    for (const name of ["auth_token", "refresh_token"]) await profile.cookies().remove(name);
    await person.goTo("/");
    await person.signIn(MARIA);
    await person.finds("Free this browser", "button");
    await keep(`browser-in-use${suffix}`);
  });

  test("a member's overview, and a transfer", async () => {
    await person.signIn(MARIA);
    await person.finds("Overview", "heading");
    await keep(`member${suffix}`, { isWhole: !suffix });
    await person.goTo("/transfer");
    await person.choose("From account", 1);
    await person.fill("To account number", await accountOf(MATTHEW));
    await person.fill("Amount", "125.00");
    await person.fill("Description", "Half of the rent");
    await keep(`transfer${suffix}`);
    await person.press("Continue");
    await person.finds("Pay now", "button");
    await keep(`transfer-confirm${suffix}`);
  });

  test("a cashier's overview, and the counter", async () => {
    await person.signIn({ email: STAFF.cashier });
    await person.finds("Overview", "heading");
    await keep(`cashier${suffix}`, { isWhole: !suffix });
    await person.goTo("/counter");
    await person.finds("Counter", "heading");
    await keep(`counter${suffix}`);
  });

  test("a manager's overview, and a loan", async () => {
    await person.signIn({ email: STAFF.manager });
    await person.finds("Overview", "heading");
    await keep(`manager${suffix}`, { isWhole: !suffix });
    await person.goTo("/loans");
    await person.finds("Loans", "heading");
    await keep(`loans${suffix}`);
    await person.press("Maria Member", "link");
    await person.sees("Decision");
    await keep(`loan${suffix}`);
  });
});

/** Until what fades has faded: half-way, colours are neither here nor there. */
const AT_REST = "await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))";
/** Looks for barriers in the light and in the dark, then takes the picture of the light one, to its end if it `isWhole`. */
async function keep(name: string, { isWhole = false } = {}): Promise<void> {
  await person.seesAll();
  await person.tab.run(AT_REST);
  await person.fits();
  for (const scheme of ["dark", "light"]) {
    await person.tab.run("document.documentElement.setAttribute('data-mantine-color-scheme', args)", scheme);
    await person.tab.run(AT_REST);
    expect(await barriers(), `${name}, ${scheme}`).toEqual([]);
  }
  mkdirSync(FOLDER, { recursive: true });
  const { width, height, whole } = await person.tab.run<{ width: number; height: number; whole: number }>(
    "return { width: innerWidth, height: innerHeight, whole: document.documentElement.scrollHeight }",
  );
  if (isWhole) await person.tab.resize(width, whole);
  writeFileSync(join(FOLDER, `${name}.png`), await still());
  // The pictures after it are of a screen again.
  if (isWhole) await person.tab.resize(width, height);
}

async function barriers(): Promise<string[]> {
  if (await person.tab.run<boolean>("return !window.axe")) await person.tab.run(AXE);
  return person.tab.run<string[]>(`
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html));`);
}

/** A picture as soon as nothing on the page moves any more. */
async function still(): Promise<Uint8Array> {
  let last = await person.tab.picture();
  await until("the page to stand still", async () => {
    const next = await person.tab.picture();
    const isSame = Buffer.compare(Buffer.from(last), Buffer.from(next)) === 0;
    last = next;
    return isSame;
  });
  return last;
}

/** The first account of this person, as the bank's staff would read it out. */
async function accountOf({ email }: { email: string }): Promise<string> {
  const script = new Script(API_URL);
  await script.post("/api/users/login/", { body: { email, password: PASSWORD, transport: "cookie" } });
  const { results } = await script.get<{ results: { number: string }[] }>("/api/accounts/");
  return results[0]?.number ?? "";
}
