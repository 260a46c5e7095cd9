/** The names of accounts and account types. */

import { i18n } from "@/lib/i18n";
import type { Account } from "@/types/api";

/** The name of the account, or its type if it has no name. */
export function accountName({ name, type }: Pick<Account, "name" | "type">): string {
  return name || accountTypeLabel({ type });
}

export function accountTypeLabel({ type }: Pick<Account, "type">): string {
  return i18n.t(`account.type.${type}`);
}
