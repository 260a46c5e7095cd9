/** The session state that the pages show, and its listeners. */

import type { SessionRecord, SignedInUser } from "./session-storage";

export type SessionState =
  | { status: "starting" }
  /** The bank cannot be reached, so it is not known whether a user is signed in. */
  | { status: "unreachable" }
  /** `needsFactor`: the bank requires a second factor of this role, and the user has none. */
  | { status: "signed-in"; user: SignedInUser; needsFactor?: true }
  /** `reason` is the code that ended the session; null if no user was signed in or the user signed out here. */
  | { status: "signed-out"; reason: string | null };

export class SessionStore {
  #state: SessionState = { status: "starting" };
  #listeners = new Set<() => void>();

  get = (): SessionState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  /** Sets the state found at the start, unless a user has signed in here or a session has ended since. */
  setInitial(state: SessionState): void {
    if (this.#state.status === "starting" || this.#state.status === "unreachable") this.set(state);
  }

  /** A request was refused with `factor_setup_required`. */
  requireFactorSetup = (): void => {
    if (this.#state.status === "signed-in" && !this.#state.needsFactor) this.set({ ...this.#state, needsFactor: true });
  };

  /** Takes over the record that another tab has stored. */
  syncFromStorage = (record: SessionRecord | null, reason = "signed_out_elsewhere"): void => {
    const user = this.#user();
    if (!record && user) this.set({ status: "signed-out", reason });
    if (record && !(user && isSameUser(user, record.user))) this.set({ status: "signed-in", user: record.user });
  };

  /** Whether the pages show the user of this record, or no user. If they show another user, syncs the state. */
  isCurrentUser = (record: SessionRecord | null): boolean => {
    const user = this.#user();
    const isCurrent = user === null || user.id === record?.user.id;
    if (!isCurrent) this.syncFromStorage(record);
    return isCurrent;
  };

  #user(): SignedInUser | null {
    return this.#state.status === "signed-in" ? this.#state.user : null;
  }
}

export function isSameUser(one: SignedInUser, other: SignedInUser): boolean {
  const fields = ["id", "email", "full_name", "role", "must_change_password", "language"] as const;
  return fields.every((field) => one[field] === other[field]);
}
