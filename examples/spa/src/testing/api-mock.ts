/** Bodies of common responses for page tests, and the sign-in of a user. */

import { bank } from "@/lib/bank";
import type { SignedInUser } from "@/lib/bank-client/session-storage";
import { mockApi } from "./server";

export const ACCOUNT = {
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

/** A transaction, as in the response to a payment. */
export function transactionBody(values: {
  id: number;
  kind: string;
  amount: string;
  description?: string;
  from?: string;
  to?: string;
}) {
  const { id, kind, amount, description = "", from = null, to = null } = values;
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

export const CONFIG = {
  bank_name: "Demo Savings Cooperative",
  logo_url: null,
  color: null,
  currency: "USD",
  time_zone: "UTC",
  registration_open: true,
  languages: ["en"],
  passkey_rp_id: null as string | null,
};

/** Stores the bank's configuration, as after an earlier visit of the same day. */
export function storeConfig(changes: Partial<typeof CONFIG> = {}): void {
  localStorage.setItem("bank.config", JSON.stringify({ config: { ...CONFIG, ...changes }, readAt: Date.now() }));
}

export const NO_CONTENT = () => new Response(null, { status: 204 });

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

export function errorResponse(status: number, code: string, more: object = {}, headers: Record<string, string> = {}) {
  return json({ error: `Error: ${code}.`, code, ...more }, status, headers);
}

/** A list with a single page. */
export function listResponse(...results: object[]): Response {
  return json({ next: null, previous: null, results });
}

let lastUserId = 1000;

/** Signs in a new user each time; the same user's next payment could count as a double click. */
export async function signInAs(role: SignedInUser["role"]): Promise<void> {
  lastUserId += 1;
  const user = { id: lastUserId, email: `${role}@example.com`, full_name: `The ${role}`, role };
  mockApi({ "POST /api/users/login/": [json({ user, session: { id: 1, expires_at: "" } })] });
  await bank.session.signIn(user.email, "demo-pass-2026");
}
