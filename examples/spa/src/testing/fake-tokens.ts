/** The fake bank's sessions and tokens: unsigned tokens in the form of JWTs. */

export interface FakeUser {
  id: number;
  email: string;
  password: string;
  full_name: string;
  role: "member" | "cashier" | "manager";
}

/** The session of one browser. */
export interface FakeSession {
  user: FakeUser;
  browserId: string;
  sid: string;
  /** Of the current refresh token. */
  jti: string;
  issuedAt: number;
  /** Of the previous refresh token, and the idempotency key of the request that spent it. */
  previousJti?: string;
  replayKey?: string | null;
}

export interface TokenClaims {
  sid: string;
  jti: string;
}

type TokenType = "access" | "refresh";

export function encodeToken({ sid, jti, issuedAt }: FakeSession, type: TokenType, seconds: number): string {
  const iat = Math.floor(issuedAt / 1000);
  return `head.${btoa(JSON.stringify({ type, sid, jti, iat, exp: iat + seconds }))}.sign`;
}

/** The claims of a token, or the error code if it is not valid. */
export function verifyToken(token: string | undefined, type: TokenType, now: number): TokenClaims | string {
  if (!token) return "not_authenticated";
  try {
    const claims = JSON.parse(atob(token.split(".")[1] ?? "")) as TokenClaims & { type: TokenType; exp: number };
    if (claims.type !== type) return "token_invalid";
    return claims.exp * 1000 <= now ? "token_expired" : claims;
  } catch {
    return "token_invalid";
  }
}
