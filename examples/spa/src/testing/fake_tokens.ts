/** The fake bank's sessions and their tokens: JWTs in form, signed by nobody. */

export interface FakeUser {
  id: number;
  email: string;
  password: string;
  full_name: string;
  role: "member" | "cashier" | "manager";
}

/** One session: a browser's row. */
export interface Row {
  user: FakeUser;
  browserId: string;
  sid: string;
  /** Of the refresh token that is not spent yet. */
  jti: string;
  issuedAt: number;
  /** The refresh token before, and the key of the call that spent it. */
  spent?: string;
  retryKey?: string | null;
}

export interface Verified {
  sid: string;
  jti: string;
}

type Kind = "access" | "refresh";

export function tokenOf({ sid, jti, issuedAt }: Row, kind: Kind, seconds: number): string {
  const iat = Math.floor(issuedAt / 1000);
  return `head.${btoa(JSON.stringify({ kind, sid, jti, iat, exp: iat + seconds }))}.sign`;
}

/** What a token says, or the code of its refusal. */
export function verified(token: string | undefined, kind: Kind, at: number): Verified | string {
  if (!token) return "not_authenticated";
  try {
    const claims = JSON.parse(atob(token.split(".")[1] ?? "")) as Verified & { kind: Kind; exp: number };
    if (claims.kind !== kind) return "token_invalid";
    return claims.exp * 1000 <= at ? "token_expired" : claims;
  } catch {
    return "token_invalid";
  }
}
