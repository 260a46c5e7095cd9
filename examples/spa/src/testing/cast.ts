/** The people of the tests, and what they do over and over. */

import type { Payment } from "../bank/payments";
import type { FakeBrowser, Tab } from "./fake_browser";

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
export const EVERYBODY = [MARY, OMAR, CORA];

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
export const CASH_IN: Payment = { to: DEPOSIT, body: { account: "10000014", amount: "80.00" } };

type Person = { email: string; password: string };

export function signIn(tab: Tab, { email, password }: Person): Promise<void> {
  return tab.does(({ session }) => session.signIn(email, password));
}

/** A read of whoever is signed in. */
export function read(tab: Tab) {
  return tab.does(({ api }) => api.GET(ACCOUNTS));
}

/** A tab where somebody is signed in, in a browser where nobody was. */
export async function tabOf(browser: FakeBrowser, person: Person): Promise<Tab> {
  const tab = browser.open();
  await signIn(tab, person);
  return tab;
}

/** Another tab of the browser, loaded to the end. */
export async function load(browser: FakeBrowser): Promise<Tab> {
  const tab = browser.open();
  await tab.does(({ session }) => session.start());
  return tab;
}
