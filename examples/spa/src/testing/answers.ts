/** Answers of the bank, for a stubbed `fetch`. */

import { vi } from "vitest";
import type { SignedInUser } from "../bank/records";
import { bank } from "../settings";

export const HOUSEHOLD = {
  number: "100000000287",
  owner: { id: 1, full_name: "Maria Member" },
  type: "current",
  name: "Household",
  currency: "USD",
  status: "active",
  balance: "7277.03",
  available_balance: "7277.03",
  opened_at: "2026-08-24T09:00:00Z",
  closed_at: null,
};

/** A transaction as the bank answers a payment with it. */
export function paid(facts: {
  id: number;
  kind: string;
  amount: string;
  description?: string;
  from?: string;
  to?: string;
}) {
  const { id, kind, amount, description = "", from = null, to = null } = facts;
  return {
    id,
    kind,
    amount,
    description,
    status: "posted",
    currency: "USD",
    from_account: from,
    to_account: to,
    booked_at: "2026-11-22T08:36:00Z",
    value_date: "2026-11-22",
    created_by: 1,
    reverses: null,
    reversed_by: null,
  };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

export function refused(status: number, code: string, more: object = {}, headers: Record<string, string> = {}) {
  return json({ error: `The bank says ${code}.`, code, ...more }, status, headers);
}

/** The only page of a list. */
export function listOf(...results: object[]): Response {
  return json({ next: null, previous: null, results });
}

/** `METHOD /path` to the answers that come one after the other, the last one again and again. Returns what was sent. */
export function bankAnswers(answers: Record<string, (Response | "no answer")[]>): Request[] {
  const sent: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(request);
    const left = answers[`${request.method} ${new URL(request.url).pathname}`];
    if (!left) throw new Error(`Nobody expected ${request.method} ${request.url}.`);
    const answer = left.length > 1 ? left.shift() : left[0];
    if (!answer || answer === "no answer") throw new TypeError("Failed to fetch");
    return answer.clone();
  });
  return sent;
}

let signedIn = 1000;

/** Another person each time: what the last one has just paid would else be taken for a double click. */
export async function signInAs(role: SignedInUser["role"]): Promise<void> {
  signedIn += 1;
  const user = { id: signedIn, email: `${role}@example.com`, full_name: `The ${role}`, role };
  bankAnswers({ "POST /api/users/login/": [json({ user, session: { id: 1, expires_at: "" } })] });
  await bank.session.signIn(user.email, "demo-pass-2026");
}
