/** The page of a transaction: parties, reversals, repeating a payment, and the receipt as PDF. */

import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { errorResponse, json, signInAs } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TransactionPage } from "./transaction";

const RECEIPT = {
  transaction: 62,
  bank_name: "Demo Savings Cooperative",
  kind: "transfer",
  status: "posted",
  amount: "12.50",
  currency: "USD",
  description: "Lunch",
  from_account: { number: "100000000287", name: "The member" },
  to_account: { number: "100000000384", name: "Matthew M." },
  booked_at: "2026-11-22T08:36:00.000000Z",
  value_date: "2026-11-22",
  reverses: null,
  reversed_by: null,
  issued_on: "2026-11-23",
};

async function openTransaction(changes: object = {}, more: Record<string, Response[]> = {}, path = "/transactions/62") {
  await signInAs("member");
  const sent = mockApi({ "GET /api/transactions/62/receipt/": [json({ ...RECEIPT, ...changes })], ...more });
  renderPage(<TransactionPage />, null, "/transactions/:id", path);
  return sent;
}

test("a transfer shows both parties by name and can be repeated", async () => {
  await openTransaction();
  await screen.findByText("Lunch");
  expect(screen.getByText(/Matthew M\./)).toBeDefined();
  expect(screen.getByRole("link", { name: "Pay again" }).getAttribute("href")).toBe(
    "/transfer?from=100000000287&to=100000000384&amount=12.50&description=Lunch",
  );
});

test("a received transfer cannot be repeated", async () => {
  await openTransaction({ from_account: RECEIPT.to_account, to_account: RECEIPT.from_account });
  await screen.findByText("Lunch");
  expect(screen.queryByRole("link", { name: "Pay again" })).toBeNull();
});

test("a reversed transaction links to its reversal", async () => {
  await openTransaction({ reversed_by: 70, status: "reversed" });
  expect((await screen.findByRole("link", { name: "transaction 70" })).getAttribute("href")).toBe("/transactions/70");
  expect(screen.getByText("Reversed")).toBeDefined();
});

test("the receipt is downloaded under the name that the API gives it", async () => {
  const pdf = new Response("%PDF-", {
    headers: { "Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="receipt-62.pdf"' },
  });
  const names: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  Object.assign(URL, { createObjectURL: () => "blob:receipt", revokeObjectURL: () => {} });
  await openTransaction({}, { "GET /api/transactions/62/receipt.pdf": [pdf] });
  await userEvent.click(await screen.findByRole("button", { name: "Download receipt" }));
  await expect.poll(() => names).toEqual(["receipt-62.pdf"]);
});

test("an unknown transaction is not found and cannot be tried again", async () => {
  await openTransaction({}, { "GET /api/transactions/62/receipt/": [errorResponse(404, "not_found")] });
  expect(await screen.findByRole("heading", { name: "Transaction not found" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

test("a number that cannot be an id is not found without a request", async () => {
  const sent = await openTransaction({}, {}, "/transactions/x");
  expect(await screen.findByRole("heading", { name: "Transaction not found" })).toBeDefined();
  expect(sent).toHaveLength(0);
});
