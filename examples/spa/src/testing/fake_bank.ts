/** A bank in small, for tests of its client: the portal's rules for sign-ins, refreshes and payments, and a log. */

import { FakePayments } from "./fake_payments";
import { type FakeUser, type Row, tokenOf, type Verified, verified } from "./fake_tokens";
import { type Asked, type Reply, refusal } from "./fake_wire";

const SUPERSEDED_MS = 10_000;
const REPLAY_MS = 60_000;
const BARE = { auth_token: null, refresh_token: null };

export class FakeBank {
  /** Every request that reached the bank, with what it was answered. */
  log: (Asked & { status: number })[] = [];
  /** How far the bank's clock is ahead of the browser's. */
  skewMs = 0;
  payments = new FakePayments(() => this.now());
  #rows = new Map<string, Row>();
  #spent = new Map<string, number>();

  constructor(
    private readonly users: FakeUser[],
    readonly accessSeconds = 3600,
  ) {}

  now(): number {
    return Date.now() + this.skewMs;
  }

  answer(asked: Asked): Reply {
    const reply = this.#route(asked);
    this.log.push({ ...asked, status: reply.status });
    return reply;
  }

  /** How often a path was asked for. */
  count(path: string): number {
    return this.log.filter((one) => one.path === path).length;
  }

  /** Ends every session, as a manager can. */
  endSessions(): void {
    this.#rows.clear();
  }

  /** Spends the refresh tokens from somewhere that does not share the key. Returns what they were given. */
  rotateElsewhere(): { access: string; refresh: string }[] {
    return [...this.#rows.values()].map((row) => {
      this.#rotate(row, "of somebody else");
      return this.#tokens(row);
    });
  }

  /** The user whose session is alive. */
  get signedIn(): string[] {
    return [...this.#rows.values()].map(({ user }) => user.email);
  }

  #route(asked: Asked): Reply {
    if (asked.path === "/api/users/login/") return this.#login(asked);
    if (asked.path === "/api/users/token/refresh/") return this.#refresh(asked);
    if (asked.path === "/api/users/logout/") return this.#logout(asked);
    const bearer = asked.headers.get("Authorization")?.replace("Bearer ", "");
    const token = verified(bearer ?? asked.cookies.auth_token, "access", this.now());
    const row = this.#rowFor(token, asked);
    if (typeof row === "string") {
      const isCleared = !bearer && row !== "token_expired" && row !== "not_authenticated";
      return { ...refusal(401, row), ...(isCleared ? { cookies: BARE } : {}) };
    }
    if (asked.path === "/api/users/me/") return { status: 200, body: personOf(row.user) };
    if (asked.path === "/api/accounts/") return { status: 200, body: { next: null, previous: null, results: [] } };
    return this.payments.answer(asked, row.user) ?? refusal(404, "not_found");
  }

  #login({ body, cookies }: Asked): Reply {
    const user = this.users.find(({ email, password }) => email === body.email && password === body.password);
    if (!user) return refusal(401, "invalid_credentials");
    const browserId = cookies.browserId ?? crypto.randomUUID();
    const holder = this.#rows.get(browserId);
    if (holder && holder.user.id !== user.id) return refusal(409, "browser_in_use");
    const row = { user, browserId, sid: crypto.randomUUID(), jti: crypto.randomUUID(), issuedAt: this.now() };
    this.#rows.set(browserId, row);
    const inCookies = body.transport === "cookie";
    const { access, refresh } = this.#tokens(row);
    return {
      status: 200,
      body: { ...(inCookies ? {} : { access, refresh }), user: personOf(user), session: { id: 1, expires_at: "" } },
      cookies: { browserId, ...(inCookies ? { auth_token: access, refresh_token: refresh } : {}) },
    };
  }

  #refresh(asked: Asked): Reply {
    const inCookies = asked.body.refresh === undefined;
    const token = verified(asked.body.refresh ?? asked.cookies.refresh_token, "refresh", this.now());
    const row = this.#rowFor(token, asked);
    const code = typeof row === "string" ? row : this.#spend(row, (token as Verified).jti, asked);
    if (code) {
      const isCleared = inCookies && !["token_superseded", "token_expired", "not_authenticated"].includes(code);
      return { ...refusal(401, code), ...(isCleared ? { cookies: BARE } : {}) };
    }
    const { access, refresh } = this.#tokens(row as Row);
    if (!inCookies) return { status: 200, body: { access, refresh } };
    return { status: 200, body: {}, cookies: { auth_token: access, refresh_token: refresh } };
  }

  /** Swaps the token if it is the row's; else the code that says why not, or null for a repeat of the same call. */
  #spend(row: Row, jti: string, { headers }: Asked): string | null {
    const key = headers.get("Idempotency-Key");
    if (row.jti === jti) {
      this.#rotate(row, key);
      return null;
    }
    if (key && row.spent === jti && row.retryKey === key && this.now() < row.issuedAt + REPLAY_MS) return null;
    if (this.now() < (this.#spent.get(jti) ?? 0) + SUPERSEDED_MS) return "token_superseded";
    this.#rows.delete(row.browserId);
    return "token_reused";
  }

  #rotate(row: Row, key: string | null): void {
    this.#spent.set(row.jti, this.now());
    Object.assign(row, { spent: row.jti, jti: crypto.randomUUID(), issuedAt: this.now(), retryKey: key });
  }

  /** Whatever token comes along, live, expired or none: it is the session of this browser that ends. */
  #logout({ cookies }: Asked): Reply {
    this.#rows.delete(cookies.browserId ?? "");
    return { status: 204, cookies: BARE };
  }

  #rowFor(token: Verified | string, { cookies }: Asked): Row | string {
    if (typeof token === "string") return token;
    const row = this.#sessionOf(token.sid);
    if (!row) return "session_ended";
    return row.browserId === cookies.browserId ? row : "browser_mismatch";
  }

  #sessionOf(sid: string): Row | undefined {
    return [...this.#rows.values()].find((row) => row.sid === sid);
  }

  /** Equal rows give equal tokens. */
  #tokens(row: Row) {
    return { access: tokenOf(row, "access", this.accessSeconds), refresh: tokenOf(row, "refresh", 86_400) };
  }
}

function personOf({ id, email, full_name, role }: FakeUser) {
  return { id, email, full_name, role };
}
