/** The names of the roles. */

import type { Role } from "@/types/api";

export const ROLES: Record<Role, string> = { member: "Member", cashier: "Cashier", manager: "Manager" };

/** For select fields. */
export const ROLE_OPTIONS = Object.entries(ROLES).map(([value, label]) => ({ value, label }));
