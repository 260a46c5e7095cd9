/** Who is signed in, in this tab as in all others: signing in, signing out, and what a reload finds. */

import { passDoor } from "./door";
import { answered, BankError, isSignedOut } from "./errors";
import {
  checkStorage,
  clearRecord,
  onRecordChange,
  readRecord,
  recordOf,
  type SignedInUser,
  type SignInRecord,
  writeRecord,
} from "./records";
import { renew } from "./renewing";
import { isSame, type SessionState, Shown } from "./state";
import { firstRotation, isEarlier, kept, type Transport } from "./tokens";
import { type Api, clientOf, send } from "./wire";

export type { SessionState } from "./state";

export interface SessionOptions {
  /** For example `https://api.bank.example`, the same site as this application. */
  apiUrl: string;
  transport: Transport;
  /** The API's ACCESS_TOKEN_LIFETIME in seconds. */
  accessTokenLifetime: number;
}

const SIGNED_OUT = { status: "signed-out", why: null } as const;
const IN_USE =
  "Another user is already logged in on this browser. " +
  "Please log out first before logging in with a different account.";

export class Session {
  /** The typed client, for whoever is signed in. */
  readonly api: Api;
  #raw: Api;
  #shown = new Shown();
  /** What this tab wrote last after a refresh. */
  #written: SignInRecord | null = null;

  constructor(private readonly options: SessionOptions) {
    if (!(options.accessTokenLifetime > 0)) throw new Error("The access token's lifetime is no number of seconds.");
    this.#raw = clientOf(options.apiUrl, send);
    const door = { send, isShown: this.#shown.isOf, renew: this.#renew, end: this.#end };
    this.api = clientOf(options.apiUrl, (request) => passDoor(request, door));
    onRecordChange(this.#follow);
  }

  getState = (): SessionState => this.#shown.get();

  /** With `getState` for React's `useSyncExternalStore`. Returns how to stop. */
  subscribe = (listener: () => void): (() => void) => this.#shown.subscribe(listener);

  /** Finds out, when a page is loaded, who is signed in. Ends as one of the other states; throws nothing. */
  async start(): Promise<void> {
    const before = readRecord();
    if (!before && this.options.transport === "body") return this.#shown.found(SIGNED_OUT);
    try {
      const { id, email, full_name, role } = await answered(this.api.GET("/api/users/me/"));
      this.#shown.found(this.#recognise({ id, email, full_name, role }, before));
    } catch (error) {
      // Where a sign-in was known and the bank has ended it, the door has said why.
      this.#shown.found(isSignedOut(error) && !readRecord() ? SIGNED_OUT : { status: "unreachable" });
    }
  }

  /** Throws the `BankError` (`invalid_credentials`, `browser_in_use`, `throttled`, …) or `NoAnswer`. */
  async signIn(email: string, password: string): Promise<void> {
    checkStorage();
    const before = readRecord();
    const body = { email, password, transport: this.options.transport };
    const { user, ...tokens } = await answered(this.#raw.POST("/api/users/login/", { body }));
    // Somebody else signed in, in another tab, while this answer was on its way: its session is over. (Cookies that came
    // with it are in the jar by now, for all tabs; there the record must say whose they are.)
    if (tokens.access && isOfAnother(user, before)) throw new BankError(IN_USE, 409, "browser_in_use");
    writeRecord({ ...this.#record(tokens), user });
    this.#shown.become({ status: "signed-in", user });
  }

  /** Ends the session of this browser, in all its tabs. Throws, and leaves it as it is, where the bank does not answer. */
  async signOut(): Promise<void> {
    const record = readRecord();
    const headers = record?.tokens ? { Authorization: `Bearer ${record.tokens.access}` } : {};
    await answered(this.#raw.POST("/api/users/logout/", { headers }));
    this.#leave(record);
  }

  /** Signs out whoever holds this browser, known by its cookie alone: the way out of `browser_in_use`. */
  async freeBrowser(): Promise<void> {
    const record = readRecord();
    await answered(this.#raw.POST("/api/users/logout/"));
    this.#leave(record);
  }

  /** Fetches new tokens now, unless another tab just has. */
  async refresh(): Promise<void> {
    const record = readRecord();
    if (!record) return;
    try {
      await this.#renew(record.rotation);
    } catch (error) {
      if (isSignedOut(error)) this.#end(record.rotation, error.code);
      throw error;
    }
  }

  #renew = (seen: string): Promise<void> => {
    const { transport, accessTokenLifetime: lifetime } = this.options;
    const write = (record: SignInRecord) => {
      this.#written = record;
      writeRecord(record);
    };
    return renew(seen, { raw: this.#raw, transport, lifetime, write });
  };

  /**
   * Another tab has changed the record. A browser tells its processes of a write with a delay, so without Web Locks a
   * slower tab can write tokens that are spent already over newer ones: then those that this tab wrote are put back.
   */
  #follow = (record: SignInRecord | null, why: string): void => {
    if (record && this.#written && isEarlier(record.rotation, this.#written.rotation)) writeRecord(this.#written);
    else this.#shown.follow(record, why);
  };

  #record(tokens: { access?: string; refresh?: string }) {
    return kept(tokens, this.options.accessTokenLifetime, firstRotation());
  }

  /** What the bank's word on who is signed in comes to, `before` being the record that it was asked with. */
  #recognise(user: SignedInUser, before: SignInRecord | null): SessionState {
    const now = readRecord();
    // Signed out, or in as somebody else, while the answer was on its way: it is of yesterday.
    if (now?.user.id !== before?.user.id) return now ? { status: "signed-in", user: now.user } : SIGNED_OUT;
    const known = recordOf(user.id);
    if (!known || !isSame(known.user, user)) writeRecord({ ...(known ?? this.#record({})), user });
    return { status: "signed-in", user };
  }

  /** After the bank has ended the session of this record; whoever signed in since stays. */
  #leave(record: SignInRecord | null): void {
    const now = readRecord();
    if (now && now.user.id !== record?.user.id) return;
    clearRecord(null);
    this.#shown.become(SIGNED_OUT);
  }

  /** A refusal that comes late, after another sign-in, ends nothing. */
  #end = (seen: string, why: string): void => {
    if (readRecord()?.rotation !== seen) return;
    clearRecord(why);
    this.#shown.become({ status: "signed-out", why });
  };
}

/** Whether the record is newer than `before`, and not this user's. */
function isOfAnother({ id }: SignedInUser, before: SignInRecord | null): boolean {
  const now = readRecord();
  return now !== null && now.rotation !== before?.rotation && now.user.id !== id;
}
