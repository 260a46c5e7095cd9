/** What an account is called. */

import type { Account } from "./read";

const TYPE = { savings: "Savings account", current: "Current account" };

/** The name that it was given, else what it is. */
export function nameOf({ name, type }: Pick<Account, "name" | "type">): string {
  return name || TYPE[type];
}

export function typeOf({ type }: Pick<Account, "type">): string {
  return TYPE[type];
}
