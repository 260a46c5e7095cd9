/** The session record that the tabs of one browser share in localStorage. */

import type { components } from "./schema";
import { onStorageChange } from "./storage-events";

/** `language` is not in the response to a sign-in: it is known after the profile has been read. */
export type SignedInUser = components["schemas"]["SignedInUser"] & { language?: string };

export interface SessionRecord {
  user: SignedInUser;
  /** Identifies the tokens: an id per login and a counter of its refreshes. Tabs compare it to find newer tokens. */
  generation: string;
  /** When to refresh the access token, in milliseconds of this device's clock. */
  refreshAt: number;
  /** In body transport only. In cookie transport no script sees a token. */
  tokens?: { access: string; refresh: string };
}

const ITEM = "bank.sign-in";
const PROBE_ITEM = "bank.probe";
const SIGNED_OUT_ELSEWHERE = "signed_out_elsewhere";

/** The record, or null if nobody is signed in or the item cannot be parsed. */
export function readSession(): SessionRecord | null {
  const record = read<SessionRecord>();
  return record?.user && record.generation ? (record as SessionRecord) : null;
}

/** The record if it belongs to this user. One user's request must not be sent with the next user's tokens. */
export function readSessionOf(userId: number): SessionRecord | null {
  const record = readSession();
  return record?.user.id === userId ? record : null;
}

/** Throws if the browser does not let this page store anything. */
export function writeSession(record: SessionRecord): void {
  localStorage.setItem(ITEM, JSON.stringify(record));
}

/** Throws if `writeSession` would. Call it before a request whose result must be stored. */
export function assertStorageWritable(): void {
  localStorage.setItem(PROBE_ITEM, "");
  localStorage.removeItem(PROBE_ITEM);
}

/** Signs out. `reason`, the code that ended the session, is stored for the other tabs to show. */
export function clearSession(reason: string | null): void {
  if (reason === null) localStorage.removeItem(ITEM);
  else localStorage.setItem(ITEM, JSON.stringify({ ended: reason }));
}

/** Calls back when another tab changes the record; `reason` applies if there is no record. Returns the unsubscriber. */
export function onSessionChange(listener: (record: SessionRecord | null, reason: string) => void): () => void {
  return onStorageChange(ITEM, () => listener(readSession(), read<{ ended: string }>()?.ended ?? SIGNED_OUT_ELSEWHERE));
}

/** Whether the record's generation changes within `ms`: to newer tokens, or because the user is signed out. */
export function waitForChange(ms: number, generation: string): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isChanged: boolean) => {
      clearTimeout(timeout);
      unsubscribe();
      resolve(isChanged);
    };
    const check = () => {
      if (readSession()?.generation !== generation) settle(true);
    };
    const timeout = setTimeout(() => settle(false), ms);
    const unsubscribe = onSessionChange(check);
    check();
  });
}

function read<T>(): Partial<T> | null {
  try {
    return JSON.parse(localStorage.getItem(ITEM) ?? "null") as Partial<T> | null;
  } catch {
    return null;
  }
}
