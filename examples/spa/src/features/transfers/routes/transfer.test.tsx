/** A transfer: review, receipt, errors at their fields and an unknown status. */

import { act, cleanup, screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { bank } from "@/lib/bank";
import { saveDraft } from "@/lib/drafts";
import { ACCOUNT, errorResponse, json, listResponse, signInAs, transactionBody } from "@/testing/api-mock";
import { renderPage, router } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TransferPage } from "./transfer";

// Retries of a payment do not wait.
vi.mock("@/lib/bank-client/http", async (original) => ({ ...(await original<object>()), delay: async () => {} }));

const ACCOUNTS = "GET /api/accounts/";
const PAY = "POST /api/transactions/transfer/";
const LOOK_UP = "GET /api/accounts/100000000384/payee/";
const PAYEE = { number: "100000000384", name: "Matthew M." };
const SAVINGS = { ...ACCOUNT, number: "100000000481", name: "Savings", available_balance: "10.00" };
const PAID = transactionBody({
  id: 66,
  kind: "transfer",
  amount: "12.50",
  description: "Lunch",
  from: ACCOUNT.number,
  to: "100000000384",
});

let user: UserEvent;
let sent: Request[];

/** Opens the page; the account is already selected. */
async function openTransfer(...responses: (Response | "no response")[]) {
  await signInAs("member");
  saveDraft("transfer", { from_account: ACCOUNT.number });
  open({ [PAY]: responses });
  await screen.findByText("$5,000.00 left of today's limit");
}

function open(responses: Record<string, (Response | "no response")[]>, path = "/transfer") {
  sent = mockApi({
    [ACCOUNTS]: [listResponse(ACCOUNT, SAVINGS)],
    "GET /api/transactions/payees/": [listResponse({ ...PAYEE, last_paid_at: "2026-11-01T08:00:00Z" })],
    "GET /api/transactions/limits/": [json({ transfer: { limit: "10000.00", left: "5000.00" } })],
    [LOOK_UP]: [json(PAYEE)],
    ...responses,
  });
  renderPage(<TransferPage />, null, "/transfer", path);
}

async function fill(amount = "12.5") {
  await user.click(payeeField());
  await user.paste("1000 0000 0384");
  await user.click(screen.getByLabelText("Amount"));
  await user.paste(amount);
  await user.click(screen.getByLabelText("Description (optional)"));
  await user.paste("Lunch");
  await user.keyboard("{Enter}");
}

function payeeField() {
  return screen.getByLabelText<HTMLInputElement>("To account number", { selector: "input" });
}

function amountField() {
  return screen.getByLabelText<HTMLInputElement>("Amount");
}

function reviewed() {
  return screen.findByRole("heading", { name: "Review" });
}

function payments(): Request[] {
  return sent.filter(({ method }) => method === "POST");
}

beforeEach(() => {
  user = userEvent.setup();
});

test("a confirmed transfer is sent once, even after a double click", async () => {
  await openTransfer(json(PAID, 201));
  await fill();
  await reviewed();
  expect(document.activeElement?.textContent).toBe("Review");
  for (const text of ["$12.50", "1000 0000 0287", "Matthew M.", "1000 0000 0384", "Lunch"]) screen.getByText(text);
  expect(payments()).toHaveLength(0);

  await user.dblClick(screen.getByRole("button", { name: "Pay now" }));
  expect((await screen.findByText("Payment sent")).tagName).toBe("H2");
  expect(payments()).toHaveLength(1);
  expect(await payments()[0]?.json()).toEqual({
    from_account: "100000000287",
    to_account: "100000000384",
    amount: "12.50",
    description: "Lunch",
  });
});

test("an invalid amount is marked and gets the focus", async () => {
  await openTransfer();
  await fill("12.345");
  expect(screen.getByLabelText("Amount").getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(screen.getByLabelText("Amount"));
});

test("a missing account shows a message at its field", async () => {
  await openTransfer(errorResponse(404, "not_found"));
  await fill();
  await user.click(await screen.findByRole("button", { name: "Pay now" }));
  await screen.findByText("Account not found.");
  expect(document.activeElement).toBe(payeeField());
});

test("an API error for a field is shown at the field", async () => {
  await openTransfer(
    errorResponse(400, "invalid_request", { fields: { amount: ["USD has 2 digits after the point."] } }),
  );
  await fill();
  await user.click(await screen.findByRole("button", { name: "Pay now" }));
  await screen.findByText("USD has 2 digits after the point.");
  expect(document.activeElement).toBe(screen.getByLabelText("Amount"));
});

test("insufficient funds show a message and the transfer can be edited", async () => {
  await openTransfer(errorResponse(422, "insufficient_funds"));
  await fill();
  await user.click(await screen.findByRole("button", { name: "Pay now" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Insufficient funds.");
  await user.click(screen.getByRole("button", { name: "Edit" }));
  expect(amountField().value).toBe("12.5");
});

test("a transfer without a response has an unknown status and is confirmed under the same key", async () => {
  await openTransfer("no response", "no response", "no response", json(PAID, 201));
  await fill();
  await user.click(await screen.findByRole("button", { name: "Pay now" }));
  await user.click(await screen.findByRole("button", { name: "Check status" }));
  await screen.findByText("Payment sent");
  expect(new Set(payments().map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
  expect(payments()).toHaveLength(4);
});

test.each(["1,250.00", "$1,250", "1250,00"])("an amount written as %s is accepted", async (amount) => {
  await openTransfer();
  await fill(amount);
  await reviewed();
  expect(screen.getByText("$1,250.00")).toBeDefined();
});

test("an unknown payee is found before the review", async () => {
  await signInAs("member");
  saveDraft("transfer", { from_account: ACCOUNT.number });
  open({ [LOOK_UP]: [errorResponse(404, "not_found")] });
  await screen.findByText("$5,000.00 left of today's limit");
  await fill();
  await screen.findByText("Account not found.");
  expect(document.activeElement).toBe(payeeField());
});

test("a wrong digit in the account number is refused without a request", async () => {
  await openTransfer();
  await user.click(payeeField());
  await user.paste("1000 0000 0385");
  await user.click(amountField());
  await user.paste("1");
  await user.keyboard("{Enter}");
  expect(screen.getByText("This account number is not valid. Please check the digits.")).toBeDefined();
  expect(sent.some(({ url }) => url.includes("payee/"))).toBe(false);
});

test("without a look-up the review asks to check the number", async () => {
  await signInAs("member");
  saveDraft("transfer", { from_account: ACCOUNT.number });
  open({ [LOOK_UP]: [errorResponse(429, "throttled", {}, { "Retry-After": "3000" })] });
  await screen.findByText("$5,000.00 left of today's limit");
  await fill();
  await reviewed();
  expect(screen.getByText(/could not be looked up/)).toBeDefined();
});

test.each([
  ["7277.04", "Insufficient funds: $7,277.03 can be paid from this account."],
  ["5000.01", "$5,000.00 is left of your limit for today."],
])("an amount of %s is refused before the review", async (amount, message) => {
  await openTransfer();
  await fill(amount);
  expect(screen.getByText(message)).toBeDefined();
  expect(document.activeElement).toBe(amountField());
});

test("an earlier payee is found by name, and an own account is offered", async () => {
  await openTransfer();
  await user.click(payeeField());
  expect(await screen.findByRole("option", { name: /Savings/ })).toBeDefined();
  await user.paste("matth");
  await user.click(await screen.findByRole("option", { name: /Matthew M/ }));
  expect(payeeField().value).toBe("1000 0000 0384");
  expect(screen.queryByRole("option", { name: /Savings/ })).toBeNull();
});

test("Back leads from the review to the details with what was typed", async () => {
  await openTransfer();
  await fill();
  await reviewed();
  await act(() => router().navigate(-1));
  expect(amountField().value).toBe("12.5");
  expect(payeeField().value).toBe("1000 0000 0384");
});

test("a draft survives leaving the page, and not a sign-out", async () => {
  await openTransfer();
  await fill();
  await reviewed();
  cleanup();
  open({});
  expect((await screen.findByLabelText<HTMLInputElement>("Amount")).value).toBe("12.5");
  cleanup();
  mockApi({ "POST /api/users/logout/": [new Response(null, { status: 204 })] });
  await bank.session.signOut();
  await signInAs("member");
  open({});
  expect((await screen.findByLabelText<HTMLInputElement>("Amount")).value).toBe("");
});

test("an expired session does not show one user's draft to the next user", async () => {
  await openTransfer();
  await fill();
  cleanup();
  await signInAs("member");
  open({});
  expect((await screen.findByLabelText<HTMLInputElement>("Amount")).value).toBe("");
});
