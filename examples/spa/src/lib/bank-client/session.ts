/** The session of this browser, shared by its tabs: sign in, sign out, and restore after a reload. */

import { authenticatedFetch } from "./authenticated-fetch";
import { BankError, isUnauthenticated, unwrap } from "./errors";
import { type Api, createApiClient, send } from "./http";
import type { PasskeyJson } from "./passkeys";
import type { components } from "./schema";
import { recordActivity } from "./session-activity";
import {
  assertStorageWritable,
  clearSession,
  onSessionChange,
  readSession,
  readSessionOf,
  type SessionRecord,
  type SignedInUser,
  writeSession,
} from "./session-storage";
import { isSameUser, type SessionState, SessionStore } from "./session-store";
import type { StepUp } from "./step-up";
import { firstGeneration, isEarlierGeneration, type Transport, toTokenRecord } from "./token-record";
import { refreshTokens } from "./token-refresh";

export type { SessionState } from "./session-store";

/** The password was right, and a second factor is due. */
export type FactorChallenge = components["schemas"]["FactorChallenge"];
/** One second factor. */
export type Factor = { code: string } | { recovery_code: string } | { credential: PasskeyJson };

export interface SessionOptions {
  /** For example `https://api.bank.example`. Must be on the same site as this application. */
  apiUrl: string;
  transport: Transport;
  /** The API's ACCESS_TOKEN_LIFETIME in seconds. */
  accessTokenLifetime: number;
  /** The language in which the API should reply, as in `Accept-Language`. By default the browser's. */
  language?: () => string;
}

const SIGNED_OUT = { status: "signed-out", reason: null } as const;
const BROWSER_IN_USE =
  "Another user is already logged in on this browser. " +
  "Please log out first before logging in with a different account.";

export class Session {
  /** The typed client for the signed-in user. */
  readonly api: Api;
  /** The typed client that adds no token. */
  #plainApi: Api;
  #store = new SessionStore();
  /** The record that this tab stored after its last refresh. */
  #lastRefreshed: SessionRecord | null = null;

  constructor(
    private readonly options: SessionOptions,
    stepUp: StepUp,
  ) {
    if (!(options.accessTokenLifetime > 0)) throw new Error("The access token's lifetime must be a positive number.");
    this.#plainApi = createApiClient(options.apiUrl, send, options.language);
    const context = {
      send,
      isCurrentUser: this.#store.isCurrentUser,
      refresh: this.#refresh,
      end: this.#end,
      requireFactorSetup: this.#store.requireFactorSetup,
      stepUp,
    };
    this.api = createApiClient(options.apiUrl, (request) => authenticatedFetch(request, context), options.language);
    onSessionChange(this.#handleChange);
  }

  getState = (): SessionState => this.#store.get();

  /** With `getState` for React's `useSyncExternalStore`. Returns the unsubscriber. */
  subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  /** Finds out who is signed in when the page is loaded. Ends in one of the other states and throws nothing. */
  async start(): Promise<void> {
    const before = readSession();
    if (!before && this.options.transport === "body") return this.#store.setInitial(SIGNED_OUT);
    try {
      this.#store.setInitial(this.#restore(toUser(await unwrap(this.api.GET("/api/users/me/"))), before));
    } catch (error) {
      // If the API has ended a stored session, `#end` has set the state and its reason already.
      this.#store.setInitial(isUnauthenticated(error) && !readSession() ? SIGNED_OUT : { status: "unreachable" });
    }
  }

  /**
   * Returns null if the user is signed in, or the challenge if a second factor is due. Throws the `BankError`
   * (`invalid_credentials`, `browser_in_use`, …) or `NetworkError`.
   */
  async signIn(email: string, password: string): Promise<FactorChallenge | null> {
    assertStorageWritable();
    const before = readSession();
    const body = { email, password, transport: this.options.transport };
    const result = await unwrap(this.#plainApi.POST("/api/users/login/", { body }));
    if ("factor_required" in result) return result.factor_required;
    this.#accept(result, before);
    return null;
  }

  /** Completes a sign-in. Throws `factor_invalid` for a wrong factor and for a challenge that has ended. */
  async signInWithFactor({ challenge }: FactorChallenge, factor: Factor): Promise<void> {
    assertStorageWritable();
    const before = readSession();
    const body = { challenge, ...factor };
    this.#accept(await unwrap(this.#plainApi.POST("/api/users/login/factor/", { body })), before);
  }

  /** The options for a sign-in with a passkey alone. They name no account. */
  async passkeyOptions(): Promise<components["schemas"]["PasskeyLoginOptions"]> {
    return unwrap(this.#plainApi.POST("/api/users/login/passkey/options/"));
  }

  /** Signs in with a passkey alone. */
  async signInWithPasskey(challenge: string, credential: PasskeyJson): Promise<void> {
    assertStorageWritable();
    const before = readSession();
    const body = { challenge, credential, transport: this.options.transport };
    this.#accept(await unwrap(this.#plainApi.POST("/api/users/login/passkey/", { body })), before);
  }

  /** Ends the session of this browser in all its tabs. Without a response it throws and changes nothing. */
  async signOut(): Promise<void> {
    const record = readSession();
    const headers = record?.tokens ? { Authorization: `Bearer ${record.tokens.access}` } : {};
    await unwrap(this.#plainApi.POST("/api/users/logout/", { headers }));
    this.#clear(record);
  }

  /** Reads the user again, after a change of the profile. */
  async reload(): Promise<void> {
    const user = toUser(await unwrap(this.api.GET("/api/users/me/")));
    const record = readSessionOf(user.id);
    if (record) this.#write(record, { ...record.user, ...user });
  }

  /** After a change of the password: it is not known from a breach any more. */
  passwordChanged(): void {
    const record = readSession();
    if (!record?.user.must_change_password) return;
    const { must_change_password: _, ...user } = record.user;
    this.#write(record, user);
  }

  /** After a second factor was added: the bank lets a user through whose role requires one. */
  factorAdded(): void {
    const state = this.#store.get();
    if (state.status === "signed-in" && state.needsFactor) this.#store.set({ status: "signed-in", user: state.user });
  }

  /** Ends a session that was idle for too long. The pages are cleared at once, whatever the API responds. */
  async expire(): Promise<void> {
    const record = readSession();
    if (!record) return;
    const headers = record.tokens ? { Authorization: `Bearer ${record.tokens.access}` } : {};
    const loggedOut = this.#plainApi.POST("/api/users/logout/", { headers });
    this.#end(record.generation, "session_expired");
    // Without a response the session ends by itself.
    await loggedOut.catch(() => {});
  }

  /** Signs out the user of this browser, who is identified by the cookie alone. Resolves `browser_in_use`. */
  async signOutOtherUser(): Promise<void> {
    const record = readSession();
    await unwrap(this.#plainApi.POST("/api/users/logout/"));
    this.#clear(record);
  }

  /** Refreshes the tokens now, unless another tab just has. */
  async refresh(): Promise<void> {
    const record = readSession();
    if (record) await this.#refresh(record.generation);
  }

  /** Stores new tokens, or ends the session if the API refuses to refresh it. */
  #refresh = async (generation: string): Promise<void> => {
    const { transport, accessTokenLifetime: lifetime } = this.options;
    const write = (record: SessionRecord) => {
      this.#lastRefreshed = record;
      writeSession(record);
    };
    try {
      await refreshTokens(generation, { api: this.#plainApi, transport, lifetime, write });
    } catch (error) {
      if (isUnauthenticated(error)) this.#end(generation, error.code);
      throw error;
    }
  };

  /**
   * Another tab has changed the record. Browsers propagate localStorage between processes with a delay, so without Web
   * Locks a slower tab can overwrite newer tokens with spent ones: this tab then restores the record that it stored.
   */
  #handleChange = (record: SessionRecord | null, reason: string): void => {
    const last = this.#lastRefreshed;
    if (record && last && isEarlierGeneration(record.generation, last.generation)) writeSession(last);
    else this.#store.syncFromStorage(record, reason);
  };

  /** Stores the session of a completed sign-in; `before` is the record that the request was sent with. */
  #accept({ user, ...tokens }: components["schemas"]["SignedIn"], before: SessionRecord | null): void {
    // If another user has signed in on another tab in the meantime, this response's session has ended already. (In
    // cookie transport its cookies have replaced the other user's for all tabs, so the record must name this user.)
    if (tokens.access && isOtherUserSince(user, before)) throw new BankError(BROWSER_IN_USE, 409, "browser_in_use");
    this.#write(this.#toRecord(tokens), user);
    recordActivity();
  }

  #write(record: Omit<SessionRecord, "user">, user: SignedInUser): void {
    writeSession({ ...record, user });
    this.#store.set({ status: "signed-in", user });
  }

  #toRecord(tokens: { access?: string; refresh?: string }) {
    return toTokenRecord(tokens, this.options.accessTokenLifetime, firstGeneration());
  }

  /** The state after the API has returned the signed-in user; `before` is the record that the request was sent with. */
  #restore(user: SignedInUser, before: SessionRecord | null): SessionState {
    const current = readSession();
    // The user signed out, or another user signed in, while the response was on its way: the response is out of date.
    if (current?.user.id !== before?.user.id) return current ? { status: "signed-in", user: current.user } : SIGNED_OUT;
    const record = readSessionOf(user.id);
    // Only a login says whether the password must be changed.
    const restored = { ...record?.user, ...user };
    if (!record || !isSameUser(record.user, restored))
      writeSession({ ...(record ?? this.#toRecord({})), user: restored });
    return { status: "signed-in", user: restored };
  }

  /** Clears the record after a logout, unless another user has signed in since. */
  #clear(record: SessionRecord | null): void {
    const current = readSession();
    if (current && current.user.id !== record?.user.id) return;
    clearSession(null);
    this.#store.set(SIGNED_OUT);
  }

  /** Ends the session, unless a newer generation is stored: a late error of an earlier session ends nothing. */
  #end = (generation: string, reason: string): void => {
    if (readSession()?.generation !== generation) return;
    clearSession(reason);
    this.#store.set({ status: "signed-out", reason });
  };
}

function toUser({ id, email, full_name, role, language }: components["schemas"]["Me"]): SignedInUser {
  return { id, email, full_name, role, language };
}

/** Whether the record has changed since `before` and belongs to another user. */
function isOtherUserSince({ id }: SignedInUser, before: SessionRecord | null): boolean {
  const current = readSession();
  return current !== null && current.generation !== before?.generation && current.user.id !== id;
}
