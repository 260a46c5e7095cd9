/** What the pages show of the sign-in, and word of its changes. */

import type { SignedInUser, SignInRecord } from "./records";

export type SessionState =
  | { status: "starting" }
  /** The bank does not answer: whether somebody is signed in cannot be said. */
  | { status: "unreachable" }
  | { status: "signed-in"; user: SignedInUser }
  /** `why` is the code of the refusal that ended it, or null: nobody was signed in, or signed out by hand. */
  | { status: "signed-out"; why: string | null };

export class Shown {
  #state: SessionState = { status: "starting" };
  #listeners = new Set<() => void>();

  get = (): SessionState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  /** What was found at the start, unless meanwhile somebody signed in here, or a sign-in was ended. */
  found(state: SessionState): void {
    if (this.#state.status === "starting" || this.#state.status === "unreachable") this.become(state);
  }

  /** As another tab has it. */
  follow = (record: SignInRecord | null, why = "signed_out_elsewhere"): void => {
    const shown = this.#user();
    if (!record && shown) this.become({ status: "signed-out", why });
    if (record && !(shown && isSame(shown, record.user))) this.become({ status: "signed-in", user: record.user });
  };

  /** Whether it is the person of this record, or nobody in particular; shows them if it was somebody else. */
  isOf = (record: SignInRecord | null): boolean => {
    const shown = this.#user();
    const isTheirs = shown === null || shown.id === record?.user.id;
    if (!isTheirs) this.follow(record);
    return isTheirs;
  };

  #user(): SignedInUser | null {
    return this.#state.status === "signed-in" ? this.#state.user : null;
  }
}

export function isSame(one: SignedInUser, other: SignedInUser): boolean {
  const names = ["id", "email", "full_name", "role"] as const;
  return names.every((name) => one[name] === other[name]);
}
