/** The fake bank's payments, each made once under its idempotency key. */

import { errorReply, type FakeRequest, type FakeResponse } from "./fake-http";
import type { FakeUser } from "./fake-tokens";

const KEY_LIFETIME_MS = 24 * 3600 * 1000;

export class FakePayments {
  /** The payments that were made, in order. */
  made: { id: number; by: number; path: string; amount: string }[] = [];
  /** The balance of the single account that all payments debit. */
  balance = 1000;
  /** From this amount on a payment needs one of the confirmations, each of which works once. */
  stepUpAmount = Number.POSITIVE_INFINITY;
  confirmations = new Set<string>();
  #stored = new Map<string, { fingerprint: string; response: FakeResponse; at: number }>();

  constructor(private readonly now: () => number) {}

  handle({ method, path, headers, body }: FakeRequest, user: FakeUser): FakeResponse | null {
    if (method !== "POST" || !path.startsWith("/api/transactions/")) return null;
    const isCash = !path.endsWith("/transfer/");
    if (isCash && user.role === "member") return errorReply(403, "permission_denied");
    if (!/^\d+(\.\d\d?)?$/.test(body.amount ?? "")) return errorReply(400, "invalid_request");
    const key = headers.get("Idempotency-Key");
    if (!key) return errorReply(400, "idempotency_key_required");
    const fingerprint = path + JSON.stringify(body);
    const confirmation = headers.get("Confirmation") ?? "";
    return this.#runOnce(`${user.id} ${key}`, fingerprint, () =>
      this.#pay(user, path, body.amount ?? "", confirmation),
    );
  }

  #runOnce(name: string, fingerprint: string, pay: () => FakeResponse): FakeResponse {
    const stored = this.#stored.get(name);
    if (stored && this.now() < stored.at + KEY_LIFETIME_MS) {
      if (stored.fingerprint !== fingerprint) return errorReply(422, "idempotency_key_reused");
      return { ...stored.response, headers: { "Idempotent-Replayed": "true" } };
    }
    const response = pay();
    if (response.status !== 401) this.#stored.set(name, { fingerprint, response, at: this.now() });
    return response;
  }

  #pay(user: FakeUser, path: string, amount: string, confirmation: string): FakeResponse {
    const isConfirmed = Number(amount) < this.stepUpAmount || this.confirmations.delete(confirmation);
    if (!isConfirmed) return errorReply(401, "step_up_required");
    if (Number(amount) > this.balance) return errorReply(422, "insufficient_funds");
    this.balance -= Number(amount);
    const payment = { id: this.made.length + 1, by: user.id, path, amount };
    this.made.push(payment);
    return { status: 201, body: payment };
  }
}
