/** Payments that happen once: a key is made for each and kept until its answer is known. */

import { answered, BankError, NoAnswer, UNREADABLE, waitAfter } from "./errors";
import {
  begin,
  canBeAsked,
  forget,
  isSame,
  keep,
  onPendingElsewhere,
  type PendingPayment,
  pendingLike,
  pendingOf,
} from "./pending";
import type { components } from "./schema";
import { type Api, pause } from "./wire";

type Schemas = components["schemas"];
export type Transaction = Schemas["Transaction"];

/** What can be paid: the path it is posted to, with its body. */
export type Payment =
  | { to: "/api/transactions/transfer/"; body: Schemas["TransferRequest"] }
  | { to: "/api/transactions/deposit/"; body: Schemas["CashRequest"] }
  | { to: "/api/transactions/withdraw/"; body: Schemas["CashRequest"] }
  /** Into the loan's account. What would be its body is in its path. */
  | { to: "/api/loans/{loan_id}/disburse/"; body: { loan_id: number } };

/** The longest `description` that the bank keeps. */
export const DESCRIPTION_LENGTH = 200;

/** Nobody knows yet whether the money has moved. Ask again with `finish`; never pay anew. */
export class OutcomeUnknown extends Error {
  override name = "OutcomeUnknown";

  constructor(
    readonly pending: PendingPayment,
    options?: ErrorOptions,
  ) {
    super("The bank has not confirmed this payment yet.", options);
  }
}

/** Waits before the second and the third try, where the bank asks for no longer one. */
const AGAIN_MS = [1_000, 3_000];
/**
 * Of a payment that was sent before, these are the last word: no payment was made under the key, or this is what became
 * of it. Who may pay, and how often, is judged before the key is looked at, so 401, 403 and 429 say nothing of it.
 */
const FINAL = [400, 404, 409, 415, 422];
/** The second click of a double click may come after a quick answer; nobody fills a form in within this time. */
const DOUBLE_CLICK_MS = 1_000;

export class Payments {
  #running = new Map<string, Promise<Transaction>>();
  /** The keys of those that run for the first time. */
  #first = new Set<string>();
  #pending: PendingPayment[] = [];
  #listeners = new Set<() => void>();
  #last: { pending: PendingPayment; transaction: Transaction; at: number } | null = null;

  constructor(
    private readonly api: Api,
    private readonly userId: () => number | null,
  ) {}

  /**
   * Pays once. The same payment asked for again while its answer is not known (a double click, another tab, after a
   * reload) is the same call under the same key. Throws the `BankError` that refuses it, or `OutcomeUnknown`.
   */
  async pay(payment: Payment): Promise<Transaction> {
    const user = this.#user();
    const justPaid = this.#justPaid(user, payment);
    if (justPaid) return justPaid;
    const pending = pendingLike(user, payment);
    return pending ? this.finish(pending) : this.#once(begin(user, payment), false);
  }

  /** Asks the bank what became of a payment; it is made now if it was not. Throws as `pay` does. */
  async finish(pending: PendingPayment): Promise<Transaction> {
    if (pending.user !== this.#user()) throw new Error("Somebody else began this payment.");
    if (!canBeAsked(pending)) throw new OutcomeUnknown(pending);
    return this.#once(pending, true);
  }

  /**
   * Payments of this user whose answer never came, oldest first; not those that are waited for here for the first time.
   * The same array as before while they are the same payments.
   */
  pending = (): PendingPayment[] => {
    const user = this.userId();
    const pending = user === null ? [] : pendingOf(user).filter(({ key }) => !this.#first.has(key));
    const isSameList =
      pending.length === this.#pending.length && pending.every(({ key }, at) => key === this.#pending[at]?.key);
    if (!isSameList) this.#pending = pending;
    return this.#pending;
  };

  /** With `pending` for React's `useSyncExternalStore`. Returns how to stop. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    const stop = onPendingElsewhere(listener);
    return () => {
      this.#listeners.delete(listener);
      stop();
    };
  };

  /** For a payment that the user has looked up in the transactions: no longer asked about. */
  forget(pending: PendingPayment): void {
    forget(pending);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #user(): number {
    const id = this.userId();
    if (id === null) throw new Error("Nobody is signed in.");
    return id;
  }

  #justPaid(user: number, payment: Payment): Transaction | null {
    const last = this.#last;
    if (!last || performance.now() - last.at > DOUBLE_CLICK_MS) return null;
    return last.pending.user === user && isSame(last.pending.payment, payment) ? last.transaction : null;
  }

  #once(pending: PendingPayment, wasSent: boolean): Promise<Transaction> {
    const { key } = pending;
    const known = this.#running.get(key);
    if (known) return known;
    if (!wasSent) this.#first.add(key);
    const running = this.#settle(pending, wasSent).finally(() => {
      this.#running.delete(key);
      this.#first.delete(key);
      this.#tell();
    });
    this.#running.set(key, running);
    return running;
  }

  async #settle(pending: PendingPayment, wasSent: boolean): Promise<Transaction> {
    let isUnsure = wasSent;
    for (const usual of [...AGAIN_MS, null]) {
      // Signed out, or in as somebody else, while it waited here: what one person began is not sent as another.
      if (this.userId() !== pending.user) break;
      try {
        const transaction = await this.#post(pending);
        if (!transaction) throw new NoAnswer("The bank's answer was empty.");
        forget(pending);
        this.#last = { pending, transaction, at: performance.now() };
        return transaction;
      } catch (error) {
        if (!isOpen(error)) throw refusedFor(pending, error, isUnsure);
        isUnsure = true;
        // Another tab that asked with it, and was refused, may have taken it away.
        keep(pending);
        const wait = usual === null ? null : waitAfter(error, usual);
        if (wait === null) break;
        await pause(wait);
      }
    }
    throw new OutcomeUnknown(pending);
  }

  #post({ key, payment }: PendingPayment): Promise<Transaction> {
    const params = { header: { "Idempotency-Key": key } };
    switch (payment.to) {
      case "/api/transactions/transfer/":
        return answered(this.api.POST(payment.to, { params, body: payment.body }));
      case "/api/transactions/deposit/":
        return answered(this.api.POST(payment.to, { params, body: payment.body }));
      case "/api/transactions/withdraw/":
        return answered(this.api.POST(payment.to, { params, body: payment.body }));
      case "/api/loans/{loan_id}/disburse/":
        return answered(this.api.POST(payment.to, { params: { ...params, path: payment.body } })).then(
          (moved) => moved.transaction,
        );
    }
  }
}

/** Whether the payment may have been made all the same, or is being made. */
function isOpen(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  if (!(error instanceof BankError)) return false;
  return error.status >= 500 || error.code === UNREADABLE || error.code === "idempotency_in_progress";
}

/** What to throw for a payment that is not open. Its key goes only where it is sure that nothing more comes of it. */
function refusedFor(pending: PendingPayment, error: unknown, isUnsure: boolean): unknown {
  if (!(error instanceof BankError)) return error;
  if (isUnsure && !FINAL.includes(error.status)) return new OutcomeUnknown(pending, { cause: error });
  forget(pending);
  return error;
}
