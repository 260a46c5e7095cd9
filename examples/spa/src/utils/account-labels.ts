/** The names of accounts and account types. */

import type { Account } from "@/types/api";

const TYPE_LABELS = { savings: "Savings account", current: "Current account" };

/** The name of the account, or its type if it has no name. */
export function accountName({ name, type }: Pick<Account, "name" | "type">): string {
  return name || TYPE_LABELS[type];
}

export function accountTypeLabel({ type }: Pick<Account, "type">): string {
  return TYPE_LABELS[type];
}
