/** Payments without a known result, stored for each user in localStorage so that they survive a reload. */

import type { Payment } from "./payments";
import { randomId } from "./random";
import { onStorageChange } from "./storage-events";

export interface PendingPayment {
  /** The `Idempotency-Key` of every attempt. */
  key: string;
  /** The payer's id. The API stores keys for each user: sent by another user it would be another payment. */
  user: number;
  payment: Payment;
  /** In milliseconds of this device's clock. */
  startedAt: number;
}

const ITEM_PREFIX = "bank.payments.";
const HOUR_MS = 3600 * 1000;
/** The API keeps a key for 24 hours; a later retry would be a second payment. One hour is a margin for slow clocks. */
const KEY_LIFETIME_MS = 23 * HOUR_MS;

/** Whether the payment can be retried under its key. Later only the list of transactions shows its result. */
export function isKeyValid(pending: PendingPayment): boolean {
  const age = Date.now() - pending.startedAt;
  // A start in the future comes from a wrong clock, so the real age is unknown.
  return -HOUR_MS < age && age < KEY_LIFETIME_MS;
}

/** This user's pending payments, oldest first. */
export function listPending(user: number): PendingPayment[] {
  return Object.keys(localStorage)
    .filter((name) => name.startsWith(itemName(user, "")))
    .flatMap(read)
    .sort((one, other) => one.startedAt - other.startedAt);
}

/** Calls back when another tab may have changed the pending payments. Returns the unsubscriber. */
export function onPendingChange(listener: () => void): () => void {
  return onStorageChange(ITEM_PREFIX, listener);
}

/** The pending payment that equals this one, or null. */
export function findDuplicate(user: number, payment: Payment): PendingPayment | null {
  return listPending(user).find((one) => isKeyValid(one) && isSamePayment(one.payment, payment)) ?? null;
}

/** Stores a payment under a new key before it is sent. Throws if it cannot be stored: then nothing is sent. */
export function createPending(user: number, payment: Payment): PendingPayment {
  const pending = { key: randomId(), user, payment, startedAt: Date.now() };
  save(pending);
  return pending;
}

export function save(pending: PendingPayment): void {
  // One item for each payment: in a shared list, two tabs that write at once would lose a key.
  localStorage.setItem(itemName(pending.user, pending.key), JSON.stringify(pending));
}

export function remove({ user, key }: PendingPayment): void {
  localStorage.removeItem(itemName(user, key));
}

/** Whether two payments are equal, however the amount is written. */
export function isSamePayment(one: Payment, other: Payment): boolean {
  return one.to === other.to && canonical(one.body) === canonical(other.body);
}

function canonical(body: object): string {
  const entries = Object.entries(body)
    .map(([name, value]) => [name, name === "amount" ? normalizeAmount(String(value)) : value])
    .filter(([, value]) => value !== "" && value !== undefined);
  return JSON.stringify(entries.sort());
}

/** "10", "10.0" and "10.00" are equal. */
function normalizeAmount(amount: string): string {
  const [whole = "", fraction = ""] = amount.split(".");
  return `${whole.replace(/^0+/, "")}.${fraction.replace(/0+$/, "")}`;
}

function itemName(user: number, key: string): string {
  return `${ITEM_PREFIX}${user}.${key}`;
}

function read(name: string): PendingPayment[] {
  try {
    const pending = JSON.parse(localStorage.getItem(name) ?? "null") as PendingPayment | null;
    return pending?.key && pending.payment ? [pending] : [];
  } catch {
    return [];
  }
}
