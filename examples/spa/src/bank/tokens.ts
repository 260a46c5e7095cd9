/** Tokens as they come in an answer, and when they should be renewed. */

import { randomName } from "./random";
import type { SignInRecord } from "./records";
import type { components } from "./schema";

export type Transport = "cookie" | "body";

/** A token is renewed this long before its end, or in the last tenth of its life if that is shorter. */
const EARLY_SECONDS = 60;

/** What a record keeps of new tokens. `lifetime` (seconds) stands in where no script can read the token. */
export function kept(
  answer: components["schemas"]["Tokens"],
  lifetime: number,
  rotation: string,
): Pick<SignInRecord, "rotation" | "renewAt" | "tokens"> {
  const { access, refresh } = answer;
  const seconds = access ? (lifetimeOf(access) ?? lifetime) : lifetime;
  return {
    rotation,
    // Counted from now by this device's own clock, which need not agree with the bank's.
    renewAt: Date.now() + (seconds - Math.min(EARLY_SECONDS, seconds / 10)) * 1000,
    ...(access && refresh ? { tokens: { access, refresh } } : {}),
  };
}

/** The rotation of a login's tokens: a name that nothing else has. */
export function firstRotation(): string {
  return `${randomName()}.0`;
}

/** Of the tokens that a refresh gives. Two tabs that are given the same tokens give them the same name. */
export function nextRotation(rotation: string): string {
  const [name, count] = rotation.split(".");
  return `${name}.${Number(count) + 1}`;
}

/** Whether `one` was spent for `other`: of the same login, and refreshed less often. */
export function isEarlier(one: string, other: string): boolean {
  const [[name, count], [otherName, otherCount]] = [one.split("."), other.split(".")];
  return name === otherName && Number(count) < Number(otherCount);
}

/** Seconds between a JWT's `iat` and `exp`. Read for the timing only: whether it is good, the bank says. */
function lifetimeOf(token: string): number | null {
  try {
    const part = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const { exp, iat } = JSON.parse(atob(part)) as { exp?: unknown; iat?: unknown };
    return typeof exp === "number" && typeof iat === "number" ? exp - iat : null;
  } catch {
    return null;
  }
}
