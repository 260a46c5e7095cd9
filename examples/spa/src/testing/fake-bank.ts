/** An in-memory bank for tests of the client: the API's rules for sessions, refreshes and payments, and a request log. */

import { errorReply, type FakeRequest, type FakeResponse } from "./fake-http";
import { FakePayments } from "./fake-payments";
import { encodeToken, type FakeSession, type FakeUser, type TokenClaims, verifyToken } from "./fake-tokens";

const REUSE_GRACE_MS = 10_000;
const REPLAY_MS = 60_000;
const CLEARED_COOKIES = { auth_token: null, refresh_token: null };

export class FakeBank {
  /** Every request that reached the bank, with the status of its response. */
  log: (FakeRequest & { status: number })[] = [];
  /** How far the bank's clock is ahead of the browser's. */
  skewMs = 0;
  payments = new FakePayments(() => this.now());
  /** By `browserId`. */
  #sessions = new Map<string, FakeSession>();
  /** When each spent refresh token was spent. */
  #spent = new Map<string, number>();

  constructor(
    private readonly users: FakeUser[],
    readonly accessSeconds = 3600,
  ) {}

  now(): number {
    return Date.now() + this.skewMs;
  }

  handle(request: FakeRequest): FakeResponse {
    const response = this.#route(request);
    this.log.push({ ...request, status: response.status });
    return response;
  }

  /** The number of requests for a path. */
  count(path: string): number {
    return this.log.filter((one) => one.path === path).length;
  }

  /** Ends every session, as a manager can. */
  endSessions(): void {
    this.#sessions.clear();
  }

  /** Spends the refresh tokens under a key that the client does not know. Returns the new tokens. */
  rotateElsewhere(): { access: string; refresh: string }[] {
    return [...this.#sessions.values()].map((session) => {
      this.#rotate(session, "an unknown key");
      return this.#tokens(session);
    });
  }

  /** The users with an active session. */
  get signedIn(): string[] {
    return [...this.#sessions.values()].map(({ user }) => user.email);
  }

  #route(request: FakeRequest): FakeResponse {
    if (request.path === "/api/users/login/") return this.#login(request);
    if (request.path === "/api/users/token/refresh/") return this.#refresh(request);
    if (request.path === "/api/users/logout/") return this.#logout(request);
    const bearer = request.headers.get("Authorization")?.replace("Bearer ", "");
    const token = verifyToken(bearer ?? request.cookies.auth_token, "access", this.now());
    const session = this.#findSession(token, request);
    if (typeof session === "string") {
      const clearsCookies = !bearer && session !== "token_expired" && session !== "not_authenticated";
      return { ...errorReply(401, session), ...(clearsCookies ? { cookies: CLEARED_COOKIES } : {}) };
    }
    if (request.path === "/api/users/me/") return { status: 200, body: userBody(session.user) };
    if (request.path === "/api/accounts/") return { status: 200, body: { next: null, previous: null, results: [] } };
    return this.payments.handle(request, session.user) ?? errorReply(404, "not_found");
  }

  #login({ body, cookies }: FakeRequest): FakeResponse {
    const user = this.users.find(({ email, password }) => email === body.email && password === body.password);
    if (!user) return errorReply(401, "invalid_credentials");
    const browserId = cookies.browserId ?? crypto.randomUUID();
    const current = this.#sessions.get(browserId);
    if (current && current.user.id !== user.id) return errorReply(409, "browser_in_use");
    const session = { user, browserId, sid: crypto.randomUUID(), jti: crypto.randomUUID(), issuedAt: this.now() };
    this.#sessions.set(browserId, session);
    const inCookies = body.transport === "cookie";
    const { access, refresh } = this.#tokens(session);
    return {
      status: 200,
      body: { ...(inCookies ? {} : { access, refresh }), user: userBody(user), session: { id: 1, expires_at: "" } },
      cookies: { browserId, ...(inCookies ? { auth_token: access, refresh_token: refresh } : {}) },
    };
  }

  #refresh(request: FakeRequest): FakeResponse {
    const inCookies = request.body.refresh === undefined;
    const token = verifyToken(request.body.refresh ?? request.cookies.refresh_token, "refresh", this.now());
    const session = this.#findSession(token, request);
    const code = typeof session === "string" ? session : this.#spend(session, (token as TokenClaims).jti, request);
    if (code) {
      const clearsCookies = inCookies && !["token_superseded", "token_expired", "not_authenticated"].includes(code);
      return { ...errorReply(401, code), ...(clearsCookies ? { cookies: CLEARED_COOKIES } : {}) };
    }
    const { access, refresh } = this.#tokens(session as FakeSession);
    if (!inCookies) return { status: 200, body: { access, refresh } };
    return { status: 200, body: {}, cookies: { auth_token: access, refresh_token: refresh } };
  }

  /** Spends a refresh token. Returns null on success and for a replay of the same request, or else the error code. */
  #spend(session: FakeSession, jti: string, { headers }: FakeRequest): string | null {
    const key = headers.get("Idempotency-Key");
    if (session.jti === jti) {
      this.#rotate(session, key);
      return null;
    }
    const isReplay = key && session.previousJti === jti && session.replayKey === key;
    if (isReplay && this.now() < session.issuedAt + REPLAY_MS) return null;
    if (this.now() < (this.#spent.get(jti) ?? 0) + REUSE_GRACE_MS) return "token_superseded";
    this.#sessions.delete(session.browserId);
    return "token_reused";
  }

  #rotate(session: FakeSession, key: string | null): void {
    const { jti } = session;
    this.#spent.set(jti, this.now());
    Object.assign(session, { previousJti: jti, jti: crypto.randomUUID(), issuedAt: this.now(), replayKey: key });
  }

  /** Ends the session of this browser, whether the request has a valid token, an expired one or none. */
  #logout({ cookies }: FakeRequest): FakeResponse {
    this.#sessions.delete(cookies.browserId ?? "");
    return { status: 204, cookies: CLEARED_COOKIES };
  }

  #findSession(token: TokenClaims | string, { cookies }: FakeRequest): FakeSession | string {
    if (typeof token === "string") return token;
    const session = [...this.#sessions.values()].find(({ sid }) => sid === token.sid);
    if (!session) return "session_ended";
    return session.browserId === cookies.browserId ? session : "browser_mismatch";
  }

  /** Equal sessions give equal tokens. */
  #tokens(session: FakeSession) {
    return {
      access: encodeToken(session, "access", this.accessSeconds),
      refresh: encodeToken(session, "refresh", 86_400),
    };
  }
}

function userBody({ id, email, full_name, role }: FakeUser) {
  return { id, email, full_name, role };
}
