/** Every page in Chromium: accessible, and inside the window of a small phone, from left to right and from right to left.
 *
 * With `EVERY_PAGE=1`, as in `make test-long`, also on a phone and a desktop, in both schemes and all languages, with a
 * screenshot of each in `dist-pages/`.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { setScheme, violations } from "./accessibility.ts";
import type { ApiScript } from "./api-script.ts";
import { BrowserUser } from "./browser-user.ts";
import { signedInScript } from "./days/invited.ts";
import type { Profile } from "./engines/engine.ts";
import { chromium } from "./engines/puppeteer.ts";
import { STAFF } from "./members.ts";

const { API_URL = "", APP_URL = "", TRANSPORT = "", EVERY_PAGE = "" } = process.env;
const FOLDER = join(import.meta.dirname, "../dist-pages");
const MEMBER = "member@example.com";
const VIEWS = EVERY_PAGE
  ? ["en", "es", "ar"].flatMap((language) =>
      [320, 390, 1440].flatMap((width) => ["light", "dark"].map((scheme) => ({ language, width, scheme }))),
    )
  : [
      { language: "en", width: 320, scheme: "light" },
      { language: "ar", width: 320, scheme: "dark" },
    ];

const engine = chromium();
let rows: Rows;

beforeAll(async () => {
  rows = await findRows(await signedInScript(API_URL, MEMBER), await signedInScript(API_URL, STAFF.manager));
});
afterAll(() => engine.close());

/** Rows of the demo bank, each with a page of its own. */
interface Rows {
  account: string;
  loan: number;
  transaction: number;
  member: number;
  reports: string[];
}

const PUBLIC = [paths.signIn, paths.forgotPassword, `${paths.resetPassword}?uid=Mw&token=old`, paths.register];
const LINKS = [paths.confirmRegistration, `${paths.confirmEmail}?uid=Mw&token=old`];
const OF_EVERYBODY = ({ account, transaction, loan }: Rows) => [
  ...[paths.overview, paths.accounts, paths.account(account), paths.transaction(transaction), paths.transfer],
  ...[
    paths.loans,
    paths.loan(loan),
    paths.profile,
    paths.security,
    paths.factors,
    paths.changePassword,
    "/no-such-page",
  ],
];
const OF_STAFF = (found: Rows) => [
  ...OF_EVERYBODY(found),
  ...[paths.cashDesk, paths.till, paths.members, paths.member(found.member)],
];
const OF_MANAGERS = (found: Rows) => [
  ...OF_STAFF(found),
  ...[paths.people, paths.person(found.member), paths.reports, paths.loanProducts, paths.auditLog],
  ...found.reports.map(paths.report),
];

// The pages look the same in both transports.
describe.skipIf(TRANSPORT !== "cookie").each([
  { who: "a visitor", email: null, pages: () => [...PUBLIC, ...LINKS] },
  { who: "a member", email: MEMBER, pages: (found: Rows) => [...OF_EVERYBODY(found), paths.applyForLoan] },
  { who: "a cashier", email: STAFF.cashier, pages: OF_STAFF },
  { who: "a manager", email: STAFF.manager, pages: OF_MANAGERS },
])("$who", ({ who, email, pages }) => {
  test.each(VIEWS)("sees accessible pages in $language at $width px, $scheme", async (view) => {
    const profile = await engine.profile();
    try {
      const user = await openAs(profile, email);
      await user.tab.resize(view.width, 900);
      for (const path of pages(rows)) await check(user, path, who, view);
    } finally {
      await profile.close();
    }
  });
});

async function openAs(profile: Profile, email: string | null): Promise<BrowserUser> {
  const user = new BrowserUser(await profile.tab(), APP_URL);
  await user.goTo("/");
  if (email) {
    await user.signIn({ email });
    await user.expectRole("Overview", "heading");
  }
  return user;
}

async function check(user: BrowserUser, path: string, who: string, view: (typeof VIEWS)[number]): Promise<void> {
  const { language, width, scheme } = view;
  await user.goTo(path);
  await user.waitUntilLoaded();
  await user.tab.run("return setLanguage(args)", language);
  await user.waitUntilLoaded();
  await setScheme(user, scheme);
  expect(await user.tab.run("return document.documentElement.lang"), path).toBe(language);
  expect(await user.overflow(), path).toBe(0);
  expect(await violations(user), path).toEqual([]);
  if (EVERY_PAGE && width !== 320) await takePicture(user, `${who} ${path} ${language} ${width} ${scheme}`);
}

async function takePicture(user: BrowserUser, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name.replaceAll(/[^a-z0-9]+/g, "-")}.png`), await user.tab.screenshot());
}

async function findRows(member: ApiScript, manager: ApiScript): Promise<Rows> {
  const first = async (path: string) => (await member.get<{ results: never[] }>(path)).results[0] ?? {};
  const { number: account } = (await first("/api/accounts/")) as { number: string };
  const { id: loan } = (await first("/api/loans/")) as { id: number };
  const { id: transaction } = (await first("/api/transactions/")) as { id: number };
  const { id } = await member.get<{ id: number }>("/api/users/me/");
  const reports = await manager.get<{ name: string }[]>("/api/reports/");
  return { account, loan, transaction, member: id, reports: reports.map(({ name }) => name) };
}
