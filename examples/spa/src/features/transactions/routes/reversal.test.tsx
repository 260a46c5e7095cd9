/** A manager's reversal: the reason, the confirmation and the errors. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { SignedInUser } from "@/lib/bank-client/session-storage";
import { errorResponse, json, NO_CONTENT, signInAs, storeConfig, transactionBody } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TransactionPage } from "./transaction";

const REVERSE = "POST /api/transactions/62/reverse/";
const ID = "5f0c6f0e-8f4b-4c52-9d8b-1f1f5f5f5f5f";
const RECEIPT = {
  transaction: 62,
  bank_name: "Demo Savings Cooperative",
  kind: "deposit",
  status: "posted",
  amount: "80.00",
  currency: "USD",
  description: "",
  from_account: null,
  to_account: { number: "100000000384", name: "Matthew Member" },
  booked_at: "2026-11-22T08:36:00.000000Z",
  value_date: "2026-11-22",
  reverses: null,
  reversed_by: null,
  issued_on: "2026-11-23",
};
const REVERSED = json(transactionBody({ id: 63, kind: "reversal", amount: "80.00", from: "100000000384" }), 201);

let user: UserEvent;

beforeEach(() => {
  user = userEvent.setup();
  vi.stubGlobal("PublicKeyCredential", undefined);
});

async function openAs(role: SignedInUser["role"], responses: Record<string, Response[]>, changes: object = {}) {
  await signInAs(role);
  storeConfig();
  const sent = mockApi({ "GET /api/transactions/62/receipt/": [json({ ...RECEIPT, ...changes })], ...responses });
  renderPage(<TransactionPage />, null, "/transactions/:id", "/transactions/62");
  await screen.findByText("$80.00");
  return sent;
}

async function reverse(reason: string) {
  await user.click(screen.getByRole("button", { name: "Reverse this transaction" }));
  await user.type(await screen.findByLabelText("Reason"), `${reason}{Enter}`);
}

test("a reversal is confirmed with a code and sent again under the same key", async () => {
  const summary = {
    amount: "80.00",
    currency: "USD",
    transaction: { id: 62, kind: "deposit", from_account: null, to_account: RECEIPT.to_account },
  };
  const described = { id: ID, expires_at: "2026-11-22T08:41:00.000000Z", summary, methods: ["totp"] };
  const sent = await openAs("manager", {
    [REVERSE]: [errorResponse(401, "step_up_required"), REVERSED],
    "POST /api/confirmations/": [json(described, 201)],
    [`POST /api/confirmations/${ID}/`]: [NO_CONTENT()],
    "GET /api/transactions/63/receipt/": [json({ ...RECEIPT, transaction: 63, kind: "reversal", reverses: 62 })],
  });
  await reverse("Wrong account");
  const dialog = within(await screen.findByRole("dialog", { name: "Confirm the reversal" }));
  expect(await dialog.findByText("Deposit 62")).toBeDefined();
  await user.type(dialog.getByLabelText("Authenticator code"), "123456{Enter}");
  expect(await screen.findByRole("heading", { name: "Transaction 63" })).toBeDefined();
  const requests = sent.filter(({ url }) => url.endsWith("/reverse/"));
  expect(requests.map(({ headers }) => headers.get("Confirmation"))).toEqual([null, ID]);
  expect(new Set(requests.map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
  expect(await requests[1]?.json()).toEqual({ reason: "Wrong account" });
});

test("a reversal of money that was spent says so", async () => {
  await openAs("manager", { [REVERSE]: [errorResponse(422, "insufficient_funds")] });
  await reverse("Wrong account");
  expect((await screen.findByRole("alert")).textContent).toContain("The money has been spent");
});

test("a reversal needs a reason", async () => {
  const sent = await openAs("manager", {});
  await reverse(" ");
  expect(screen.getByText("Please enter a reason.")).toBeDefined();
  expect(sent.filter(({ method }) => method === "POST")).toHaveLength(0);
});

test.each([
  ["member", {}],
  ["cashier", {}],
  ["manager", { kind: "reversal" }],
  ["manager", { reversed_by: 70 }],
] as const)("a %s cannot reverse %o", async (role, changes) => {
  await openAs(role, {}, changes);
  expect(screen.queryByRole("button", { name: "Reverse this transaction" })).toBeNull();
});
