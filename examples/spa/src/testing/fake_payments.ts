/** The fake bank's ledger: payments that are made once under their Idempotency-Key. */

import type { FakeUser } from "./fake_tokens";
import { type Asked, type Reply, refusal } from "./fake_wire";

const KEEP_MS = 24 * 3600 * 1000;

export class FakePayments {
  /** What was paid, in order. */
  made: { id: number; by: number; path: string; amount: string }[] = [];
  /** What is left on the one account that all pay from. */
  balance = 1000;
  #kept = new Map<string, { asked: string; reply: Reply; at: number }>();

  constructor(private readonly now: () => number) {}

  answer({ method, path, headers, body }: Asked, user: FakeUser): Reply | null {
    if (method !== "POST" || !path.startsWith("/api/transactions/")) return null;
    const isCash = !path.endsWith("/transfer/");
    if (isCash && user.role === "member") return refusal(403, "permission_denied");
    if (!/^\d+(\.\d\d?)?$/.test(body.amount ?? "")) return refusal(400, "invalid_request");
    const key = headers.get("Idempotency-Key");
    if (!key) return refusal(400, "idempotency_key_required");
    return this.#once(`${user.id} ${key}`, path + JSON.stringify(body), () => this.#pay(user, path, body.amount ?? ""));
  }

  #once(name: string, asked: string, pay: () => Reply): Reply {
    const kept = this.#kept.get(name);
    if (kept && this.now() < kept.at + KEEP_MS) {
      if (kept.asked !== asked) return refusal(422, "idempotency_key_reused");
      return { ...kept.reply, headers: { "Idempotent-Replayed": "true" } };
    }
    const reply = pay();
    this.#kept.set(name, { asked, reply, at: this.now() });
    return reply;
  }

  #pay(user: FakeUser, path: string, amount: string): Reply {
    if (Number(amount) > this.balance) return refusal(422, "insufficient_funds");
    this.balance -= Number(amount);
    const made = { id: this.made.length + 1, by: user.id, path, amount };
    this.made.push(made);
    return { status: 201, body: made };
  }
}
