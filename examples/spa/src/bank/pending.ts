/** The payments whose answer is not known yet, by user, where a reload does not lose them. */

import type { Payment } from "./payments";
import { randomName } from "./random";
import { onStored } from "./stored";

export interface PendingPayment {
  /** The `Idempotency-Key` that it was, and will be, sent with. */
  key: string;
  /** The id of who pays. The bank keeps keys by user: under another's name it would be another payment. */
  user: number;
  payment: Payment;
  /** In this device's milliseconds. */
  startedAt: number;
}

const PLACE = "bank.payments.";
const HOUR_MS = 3600 * 1000;
/** The bank keeps a key for 24 hours; after that a repeat would be a second payment. One hour is for slow clocks. */
const KEY_LIVES_MS = 23 * HOUR_MS;

/** Whether its key is still good to ask with. Later only the transactions tell what became of it. */
export function canBeAsked(pending: PendingPayment): boolean {
  const age = Date.now() - pending.startedAt;
  // One that begins in the future was written down by a clock that was wrong: nobody knows how old it is.
  return -HOUR_MS < age && age < KEY_LIVES_MS;
}

/** Those of this user, oldest first. */
export function pendingOf(user: number): PendingPayment[] {
  return Object.keys(localStorage)
    .filter((name) => name.startsWith(place(user, "")))
    .flatMap(read)
    .sort((one, other) => one.startedAt - other.startedAt);
}

/** Calls back when another tab may have begun, settled or forgotten a payment. Returns how to stop. */
export function onPendingElsewhere(changed: () => void): () => void {
  return onStored(PLACE, changed);
}

/** The same payment that is pending already, or null. */
export function pendingLike(user: number, payment: Payment): PendingPayment | null {
  return pendingOf(user).find((one) => canBeAsked(one) && isSame(one.payment, payment)) ?? null;
}

/** Writes a payment down under a new key, before it is sent. Throws where nothing can be kept: then nothing is paid. */
export function begin(user: number, payment: Payment): PendingPayment {
  const begun = { key: randomName(), user, payment, startedAt: Date.now() };
  keep(begun);
  return begun;
}

export function keep(pending: PendingPayment): void {
  // An item for each: in one list, two tabs that write at once would lose each other's keys.
  localStorage.setItem(place(pending.user, pending.key), JSON.stringify(pending));
}

export function forget({ user, key }: PendingPayment): void {
  localStorage.removeItem(place(user, key));
}

/** Whether two payments move the same money for the same reason, however it was typed. */
export function isSame(one: Payment, other: Payment): boolean {
  return one.to === other.to && canonical(one.body) === canonical(other.body);
}

function canonical(body: object): string {
  const entries = Object.entries(body)
    .map(([name, value]) => [name, name === "amount" ? plain(String(value)) : value])
    .filter(([, value]) => value !== "" && value !== undefined);
  return JSON.stringify(entries.sort());
}

/** "10", "10.0" and "10.00" are one amount. */
function plain(amount: string): string {
  const [whole = "", part = ""] = amount.split(".");
  return `${whole.replace(/^0+/, "")}.${part.replace(/0+$/, "")}`;
}

function place(user: number, key: string): string {
  return `${PLACE}${user}.${key}`;
}

function read(name: string): PendingPayment[] {
  try {
    const found = JSON.parse(localStorage.getItem(name) ?? "null") as PendingPayment | null;
    return found?.key && found.payment ? [found] : [];
  } catch {
    return [];
  }
}
