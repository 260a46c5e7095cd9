/** The names of the roles. */

import { i18n } from "@/lib/i18n";
import type { Role } from "@/types/api";

const ROLES: Role[] = ["member", "cashier", "manager"];

export function roleName(role: Role): string {
  return i18n.t(`role.${role}`);
}

/** For select fields. */
export function roleOptions(): { value: Role; label: string }[] {
  return ROLES.map((role) => ({ value: role, label: roleName(role) }));
}
