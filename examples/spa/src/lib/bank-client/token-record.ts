/** Turns the tokens of a response into a stored record, and decides when they are refreshed. */

import { randomId } from "./random";
import type { components } from "./schema";
import type { SessionRecord } from "./session-storage";

export type Transport = "cookie" | "body";

/** A token is refreshed this long before it expires, or in the last tenth of its lifetime if that is shorter. */
const REFRESH_MARGIN_SECONDS = 60;

/** The part of a session record that holds the tokens. `lifetime` (seconds) applies where no script can read them. */
export function toTokenRecord(
  tokens: components["schemas"]["Tokens"],
  lifetime: number,
  generation: string,
): Pick<SessionRecord, "generation" | "refreshAt" | "tokens"> {
  const { access, refresh } = tokens;
  const seconds = access ? (tokenLifetime(access) ?? lifetime) : lifetime;
  return {
    generation,
    // Measured with this device's clock, which may differ from the bank's.
    refreshAt: Date.now() + (seconds - Math.min(REFRESH_MARGIN_SECONDS, seconds / 10)) * 1000,
    ...(access && refresh ? { tokens: { access, refresh } } : {}),
  };
}

/** The generation of a login's tokens: a unique id and the counter 0. */
export function firstGeneration(): string {
  return `${randomId()}.0`;
}

/** The generation after a refresh. Two tabs that receive the same tokens compute the same generation. */
export function nextGeneration(generation: string): string {
  const [id, count] = generation.split(".");
  return `${id}.${Number(count) + 1}`;
}

/** Whether `one` belongs to the same login as `other` and was refreshed less often. */
export function isEarlierGeneration(one: string, other: string): boolean {
  const [[id, count], [otherId, otherCount]] = [one.split("."), other.split(".")];
  return id === otherId && Number(count) < Number(otherCount);
}

/** Seconds between a JWT's `iat` and `exp`. Used for timing only: the API decides whether the token is valid. */
function tokenLifetime(token: string): number | null {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const { exp, iat } = JSON.parse(atob(payload)) as { exp?: unknown; iat?: unknown };
    return typeof exp === "number" && typeof iat === "number" ? exp - iat : null;
  } catch {
    return null;
  }
}
