/** The users, paths and payments of the client's tests, and their common steps. */

import type { Payment } from "@/lib/bank-client/payments";
import type { Transport } from "@/lib/bank-client/token-record";
import { FakeBank } from "./fake-bank";
import { FakeBrowser, type Tab } from "./fake-browser";

const PASSWORD = "correct horse battery";

export const MARY = {
  id: 7,
  email: "mary@example.com",
  password: PASSWORD,
  full_name: "Mary",
  role: "member",
} as const;
export const OMAR = {
  id: 8,
  email: "omar@example.com",
  password: PASSWORD,
  full_name: "Omar",
  role: "member",
} as const;
export const CORA = {
  id: 9,
  email: "cora@example.com",
  password: PASSWORD,
  full_name: "Cora",
  role: "cashier",
} as const;
export const USERS = [MARY, OMAR, CORA];

export const SIGNED_OUT = { status: "signed-out", reason: null };

export const REFRESH = "/api/users/token/refresh/";
export const LOGIN = "/api/users/login/";
export const LOGOUT = "/api/users/logout/";
export const ME = "/api/users/me/";
export const ACCOUNTS = "/api/accounts/";
export const TRANSFER = "/api/transactions/transfer/";
export const DEPOSIT = "/api/transactions/deposit/";

export const RENT: Payment = {
  to: TRANSFER,
  body: { from_account: "10000014", to_account: "10000022", amount: "250.00", description: "Rent" },
};
export const CASH_DEPOSIT: Payment = { to: DEPOSIT, body: { account: "10000014", amount: "80.00" } };

interface BankOptions {
  hasLocks?: boolean | undefined;
  accessSeconds?: number | undefined;
}

type Credentials = { email: string; password: string };

export function signIn(tab: Tab, { email, password }: Credentials) {
  return tab.run(({ session }) => session.signIn(email, password));
}

/** A new bank and a browser without a session. */
export function openBrowser(transport: Transport, { hasLocks, accessSeconds }: BankOptions = {}) {
  const bank = new FakeBank(USERS, accessSeconds);
  return { bank, browser: new FakeBrowser(bank, transport, hasLocks) };
}

/** A new bank and browser, with a tab where Mary is signed in. */
export async function signInMary(transport: Transport = "cookie", options?: BankOptions) {
  const { bank, browser } = openBrowser(transport, options);
  return { bank, browser, tab: await openTabAs(browser, MARY) };
}

/** An authenticated read. */
export function readAccounts(tab: Tab) {
  return tab.run(({ api }) => api.GET(ACCOUNTS));
}

/** Opens a tab in a browser without a session and signs in. */
export async function openTabAs(browser: FakeBrowser, user: Credentials): Promise<Tab> {
  const tab = browser.open();
  await signIn(tab, user);
  return tab;
}

/** Opens another tab of the browser and waits until its session has started. */
export async function openTab(browser: FakeBrowser): Promise<Tab> {
  const tab = browser.open();
  await tab.run(({ session }) => session.start());
  return tab;
}
