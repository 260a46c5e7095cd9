/** A transfer: review, receipt, errors at their fields and an unknown status. */

import { screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { ACCOUNT, errorResponse, json, listResponse, signInAs, transactionBody } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TransferPage } from "./transfer";

// Retries of a payment do not wait.
vi.mock("@/lib/bank-client/http", async (original) => ({ ...(await original<object>()), delay: async () => {} }));

const ACCOUNTS = "GET /api/accounts/";
const PAY = "POST /api/transactions/transfer/";
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

/** Opens the page; the only account is already selected. */
async function openTransfer(...responses: (Response | "no response")[]) {
  await signInAs("member");
  sent = mockApi({ [ACCOUNTS]: [listResponse(ACCOUNT)], [PAY]: responses });
  renderPage(<TransferPage />);
  await screen.findByLabelText("To account number");
}

async function fill(amount = "12.5") {
  await user.click(screen.getByLabelText("To account number"));
  await user.paste("1000 0000 0384");
  await user.click(screen.getByLabelText("Amount"));
  await user.paste(amount);
  await user.click(screen.getByLabelText("Description"));
  await user.paste("Lunch");
  await user.keyboard("{Enter}");
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
  expect(document.activeElement?.textContent).toBe("Review");
  for (const text of ["$12.50", "1000 0000 0287", "1000 0000 0384", "Lunch"]) screen.getByText(text);
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
  await user.click(screen.getByRole("button", { name: "Pay now" }));
  await screen.findByText("Account not found.");
  expect(document.activeElement).toBe(screen.getByLabelText("To account number"));
});

test("an API error for a field is shown at the field", async () => {
  await openTransfer(
    errorResponse(400, "invalid_request", { fields: { amount: ["USD has 2 digits after the point."] } }),
  );
  await fill();
  await user.click(screen.getByRole("button", { name: "Pay now" }));
  await screen.findByText("USD has 2 digits after the point.");
  expect(document.activeElement).toBe(screen.getByLabelText("Amount"));
});

test("insufficient funds show a message and the transfer can be edited", async () => {
  await openTransfer(errorResponse(422, "insufficient_funds"));
  await fill();
  await user.click(screen.getByRole("button", { name: "Pay now" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Insufficient funds.");
  await user.click(screen.getByRole("button", { name: "Edit" }));
  expect(screen.getByLabelText<HTMLInputElement>("Amount").value).toBe("12.5");
});

test("a transfer without a response has an unknown status and is confirmed under the same key", async () => {
  await openTransfer("no response", "no response", "no response", json(PAID, 201));
  await fill();
  await user.click(screen.getByRole("button", { name: "Pay now" }));
  await user.click(await screen.findByRole("button", { name: "Check status" }));
  await screen.findByText("Payment sent");
  expect(new Set(payments().map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
  expect(payments()).toHaveLength(4);
});
