/** Sends each payment exactly once: its idempotency key is stored until the result is known. */

import { BankError, isUndetermined, NetworkError, retryDelay, unwrap } from "./errors";
import { type Api, delay } from "./http";
import {
  createPending,
  findDuplicate,
  isKeyValid,
  isSamePayment,
  listPending,
  onPendingChange,
  type PendingPayment,
  remove,
  save,
} from "./pending-payments";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Transaction = Schemas["Transaction"];

/** A payment: the path that it is posted to, and its body. `currency` is for messages only. */
export type Payment = PaymentRequest & { currency?: string };

type PaymentRequest =
  | { to: "/api/transactions/transfer/"; body: Schemas["TransferRequest"] }
  | { to: "/api/transactions/deposit/"; body: Schemas["CashRequest"] }
  | { to: "/api/transactions/withdraw/"; body: Schemas["CashRequest"] }
  /** Pays the loan into its account. The body holds the path's parameter. */
  | { to: "/api/loans/{loan_id}/disburse/"; body: { loan_id: number } }
  | { to: "/api/loans/{loan_id}/repay/"; body: { loan_id: number } & Schemas["LoanRepaymentRequest"] }
  /** Pays exactly what settles the loan today. */
  | { to: "/api/loans/{loan_id}/settle/"; body: { loan_id: number } & Schemas["LoanSettlementRequest"] }
  | { to: "/api/loans/{loan_id}/write-off/"; body: { loan_id: number } & Schemas["ReasonRequest"] }
  | { to: "/api/transactions/{transaction_id}/reverse/"; body: { transaction_id: number } & Schemas["ReasonRequest"] }
  /** Cash from the vault to a till, and back. */
  | { to: "/api/tills/{cashier_id}/fund/"; body: { cashier_id: number } & Schemas["CashTransferRequest"] }
  | { to: "/api/tills/{cashier_id}/return/"; body: { cashier_id: number } & Schemas["CashTransferRequest"] }
  /** Cash into the vault from the bank's owners or its account at another bank, and out of it. */
  | { to: "/api/tills/vault/receive/"; body: Schemas["VaultRequest"] }
  | { to: "/api/tills/vault/pay-out/"; body: Schemas["VaultRequest"] };

/** The longest `description` that the API accepts. */
export const DESCRIPTION_LENGTH = 200;

/** It is not known whether the payment was made. Call `confirm`; a new payment could be a second one. */
export class OutcomeUnknown extends Error {
  override name = "OutcomeUnknown";

  constructor(
    readonly pending: PendingPayment,
    options?: ErrorOptions,
  ) {
    super("The bank has not confirmed this payment yet.", options);
  }
}

/** Delays before the second and the third attempt, unless `Retry-After` is longer. */
const RETRY_DELAYS_MS = [1_000, 3_000];
/**
 * Error statuses that are final for a repeated payment: no payment was made under the key, or this is its result. 401,
 * 403 and 429 are not among them, because the API checks permissions and limits before it looks up the key.
 */
const FINAL_STATUSES = [400, 404, 409, 415, 422];
/** The one 401 that is final: the API looks up the key before it asks for a second factor, which the user did not give. */
const STEP_UP_REQUIRED = "step_up_required";
/** The second click of a double click may follow a fast response. Filling in the form again takes longer than this. */
const DOUBLE_CLICK_MS = 1_000;

export class Payments {
  #inFlight = new Map<string, Promise<Transaction>>();
  /** The keys of payments in flight that are sent for the first time. */
  #firstAttempts = new Set<string>();
  #pending: PendingPayment[] = [];
  #listeners = new Set<() => void>();
  #last: { pending: PendingPayment; transaction: Transaction; at: number } | null = null;

  constructor(
    private readonly api: Api,
    private readonly userId: () => number | null,
  ) {}

  /**
   * Pays once. The same payment while its result is not known (a double click, another tab, after a reload) is sent
   * under the same key. Throws the `BankError` that rejects it, or `OutcomeUnknown`.
   */
  async pay(payment: Payment): Promise<Transaction> {
    const user = this.#user();
    const duplicate = this.#recentDuplicate(user, payment);
    if (duplicate) return duplicate;
    const pending = findDuplicate(user, payment);
    return pending ? this.confirm(pending) : this.#sendOnce(createPending(user, payment), false);
  }

  /** Finds out the result of a payment; makes it now if the API has not received it. Throws as `pay` does. */
  async confirm(pending: PendingPayment): Promise<Transaction> {
    if (pending.user !== this.#user()) throw new Error("This payment belongs to another user.");
    if (!isKeyValid(pending)) throw new OutcomeUnknown(pending);
    return this.#sendOnce(pending, true);
  }

  /**
   * This user's payments without a known result, oldest first, except those that this tab is sending for the first
   * time. Returns the same array while the payments are the same.
   */
  pending = (): PendingPayment[] => {
    const user = this.userId();
    const pending = user === null ? [] : listPending(user).filter(({ key }) => !this.#firstAttempts.has(key));
    const isSameList =
      pending.length === this.#pending.length && pending.every(({ key }, index) => key === this.#pending[index]?.key);
    if (!isSameList) this.#pending = pending;
    return this.#pending;
  };

  /** With `pending` for React's `useSyncExternalStore`. Returns the unsubscriber. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    const unsubscribe = onPendingChange(listener);
    return () => {
      this.#listeners.delete(listener);
      unsubscribe();
    };
  };

  /** Removes a payment from the list, after the user has looked it up in the transactions. */
  dismiss(pending: PendingPayment): void {
    remove(pending);
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }

  #user(): number {
    const id = this.userId();
    if (id === null) throw new Error("Nobody is signed in.");
    return id;
  }

  #recentDuplicate(user: number, payment: Payment): Transaction | null {
    const last = this.#last;
    if (!last || performance.now() - last.at > DOUBLE_CLICK_MS) return null;
    return last.pending.user === user && isSamePayment(last.pending.payment, payment) ? last.transaction : null;
  }

  #sendOnce(pending: PendingPayment, isRetry: boolean): Promise<Transaction> {
    const { key } = pending;
    const current = this.#inFlight.get(key);
    if (current) return current;
    if (!isRetry) this.#firstAttempts.add(key);
    const sending = this.#send(pending, isRetry).finally(() => {
      this.#inFlight.delete(key);
      this.#firstAttempts.delete(key);
      this.#notify();
    });
    this.#inFlight.set(key, sending);
    return sending;
  }

  async #send(pending: PendingPayment, isRetry: boolean): Promise<Transaction> {
    let mayBePaid = isRetry;
    for (const minimum of [...RETRY_DELAYS_MS, null]) {
      // The user signed out or changed during the delay: one user's payment must not be sent as another user.
      if (this.userId() !== pending.user) break;
      try {
        const transaction = await this.#post(pending);
        if (!transaction) throw new NetworkError("The bank's response was empty.");
        remove(pending);
        this.#last = { pending, transaction, at: performance.now() };
        return transaction;
      } catch (error) {
        if (!isUndetermined(error)) throw toFinalError(pending, error, mayBePaid);
        mayBePaid = true;
        // Another tab that sent it and got an error may have removed it.
        save(pending);
        const wait = minimum === null ? null : retryDelay(error, minimum);
        if (wait === null) break;
        await delay(wait);
      }
    }
    throw new OutcomeUnknown(pending);
  }

  #post({ key, payment }: PendingPayment): Promise<Transaction> {
    const params = { header: { "Idempotency-Key": key } };
    switch (payment.to) {
      case "/api/transactions/transfer/":
        return unwrap(this.api.POST(payment.to, { params, body: payment.body }));
      case "/api/transactions/deposit/":
        return unwrap(this.api.POST(payment.to, { params, body: payment.body }));
      case "/api/transactions/withdraw/":
        return unwrap(this.api.POST(payment.to, { params, body: payment.body }));
      case "/api/loans/{loan_id}/disburse/":
        return unwrap(this.api.POST(payment.to, { params: { ...params, path: payment.body } })).then(transactionIn);
      case "/api/loans/{loan_id}/repay/": {
        const { loan_id, ...body } = payment.body;
        return unwrap(this.api.POST(payment.to, { params: { ...params, path: { loan_id } }, body })).then(
          transactionIn,
        );
      }
      case "/api/loans/{loan_id}/settle/": {
        const { loan_id, ...body } = payment.body;
        return unwrap(this.api.POST(payment.to, { params: { ...params, path: { loan_id } }, body })).then(
          transactionIn,
        );
      }
      case "/api/loans/{loan_id}/write-off/": {
        const { loan_id, ...body } = payment.body;
        return unwrap(this.api.POST(payment.to, { params: { ...params, path: { loan_id } }, body })).then(
          transactionIn,
        );
      }
      case "/api/transactions/{transaction_id}/reverse/": {
        const { transaction_id, ...body } = payment.body;
        return unwrap(this.api.POST(payment.to, { params: { ...params, path: { transaction_id } }, body }));
      }
      case "/api/tills/{cashier_id}/fund/":
      case "/api/tills/{cashier_id}/return/": {
        const { cashier_id, ...body } = payment.body;
        return unwrap(this.api.POST(payment.to, { params: { ...params, path: { cashier_id } }, body }));
      }
      case "/api/tills/vault/receive/":
      case "/api/tills/vault/pay-out/":
        return unwrap(this.api.POST(payment.to, { params, body: payment.body }));
    }
  }
}

/** The transaction of a loan's response. */
function transactionIn({ transaction }: { transaction: Transaction }): Transaction {
  return transaction;
}

/** The error to throw for a failed payment. Its key is removed only if no payment can result from it any more. */
function toFinalError(pending: PendingPayment, error: unknown, mayBePaid: boolean): unknown {
  if (!(error instanceof BankError)) return error;
  const isFinal = FINAL_STATUSES.includes(error.status) || error.code === STEP_UP_REQUIRED;
  if (mayBePaid && !isFinal) return new OutcomeUnknown(pending, { cause: error });
  remove(pending);
  return error;
}
