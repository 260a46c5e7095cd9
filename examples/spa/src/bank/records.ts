/** What the tabs of one browser know of the sign-in: one record in localStorage, and word of its changes. */

import type { components } from "./schema";
import { onStored } from "./stored";

export type SignedInUser = components["schemas"]["SignedInUser"];

export interface SignInRecord {
  user: SignedInUser;
  /** Names the tokens: one name for a login, counted on by each refresh. Tabs compare it to know who has the newer ones. */
  rotation: string;
  /** When the access token should be renewed, in this device's milliseconds. */
  renewAt: number;
  /** In body transport only. In cookie transport no script ever sees a token. */
  tokens?: { access: string; refresh: string };
}

const NAME = "bank.sign-in";
const PROBE = "bank.probe";
const BY_HAND = "signed_out_elsewhere";

/** The record, or null where nobody is signed in. Something unreadable counts as nobody. */
export function readRecord(): SignInRecord | null {
  const record = read<SignInRecord>();
  return record?.user && record.rotation ? (record as SignInRecord) : null;
}

/** The record while it is this user's. What one person asked is not sent with the tokens of the next. */
export function recordOf(userId: number): SignInRecord | null {
  const record = readRecord();
  return record?.user.id === userId ? record : null;
}

/** Throws where the browser lets this page keep nothing. */
export function writeRecord(record: SignInRecord): void {
  localStorage.setItem(NAME, JSON.stringify(record));
}

/** Throws where `writeRecord` would; to be asked before something happens that could not be written down. */
export function checkStorage(): void {
  localStorage.setItem(PROBE, "");
  localStorage.removeItem(PROBE);
}

/** Nobody is signed in now. `why`, where the bank ended it, is for the other tabs to tell. */
export function clearRecord(why: string | null): void {
  if (why === null) localStorage.removeItem(NAME);
  else localStorage.setItem(NAME, JSON.stringify({ ended: why }));
}

/** Calls back when another tab has changed the record; `why` is for where there is none any more. Returns how to stop. */
export function onRecordChange(changed: (record: SignInRecord | null, why: string) => void): () => void {
  return onStored(NAME, () => changed(readRecord(), read<{ ended: string }>()?.ended ?? BY_HAND));
}

/** Whether the record becomes another than that of the rotation `seen` within `ms`: newer tokens, or none. */
export function changesWithin(ms: number, seen: string): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isChanged: boolean) => {
      clearTimeout(late);
      stop();
      resolve(isChanged);
    };
    const look = () => {
      if (readRecord()?.rotation !== seen) settle(true);
    };
    const late = setTimeout(() => settle(false), ms);
    const stop = onRecordChange(look);
    look();
  });
}

function read<T>(): Partial<T> | null {
  try {
    return JSON.parse(localStorage.getItem(NAME) ?? "null") as Partial<T> | null;
  } catch {
    return null;
  }
}
