/** A deposit at the cash desk: confirmation, receipt, errors and an unknown status. */

import { screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { ACCOUNT, errorResponse, json, listResponse, signInAs, transactionBody } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { CashDeskPage } from "./cash-desk";

// Retries of a payment do not wait.
vi.mock("@/lib/bank-client/http", async (original) => ({ ...(await original<object>()), delay: async () => {} }));

const DEPOSITED = transactionBody({ id: 67, kind: "deposit", amount: "250.00", to: ACCOUNT.number });

let user: UserEvent;
let sent: Request[];

async function openCashDesk(...responses: (Response | "no response")[]) {
  await signInAs("cashier");
  sent = mockApi({
    "GET /api/loans/": [listResponse()],
    "GET /api/accounts/": [listResponse(ACCOUNT)],
    [`GET /api/accounts/${ACCOUNT.number}/`]: [json({ ...ACCOUNT, balance: "7527.03" })],
    "POST /api/transactions/deposit/": responses,
  });
  renderPage(<CashDeskPage />);
}

/** Fills in the form up to the confirmation. */
async function fill(amount = "250") {
  await user.click(screen.getByLabelText(/Member's account/, { selector: "input" }));
  await user.paste("Maria");
  await user.click(await screen.findByRole("option", { name: /Maria Member/ }));
  await user.click(screen.getByLabelText(/Amount in USD/));
  await user.paste(amount);
  await user.keyboard("{Enter}");
}

async function confirmDeposit() {
  await user.click(screen.getByRole("button", { name: "Deposit $250.00" }));
}

function deposits(): Request[] {
  return sent.filter(({ method }) => method === "POST");
}

beforeEach(() => {
  user = userEvent.setup();
});

test("a confirmed deposit is sent once and shows a receipt", async () => {
  await openCashDesk(json(DEPOSITED, 201));
  await fill();
  expect(document.activeElement?.textContent).toBe("Deposit $250.00 in cash to account 1000 0000 0287, Maria Member?");
  expect(deposits()).toHaveLength(0);
  await confirmDeposit();
  expect((await screen.findByRole("heading", { name: "Deposited: $250.00" })).tagName).toBe("H3");
  expect(await screen.findByText("$7,527.03")).toBeDefined();
  expect(deposits()).toHaveLength(1);
  expect(await deposits()[0]?.json()).toEqual({ account: ACCOUNT.number, amount: "250.00", description: "" });
});

test("an invalid amount shows a message and gets the focus", async () => {
  await openCashDesk();
  await fill("250.001");
  expect(document.activeElement).toBe(screen.getByLabelText(/Amount in USD/));
  expect(screen.getByText("Please enter an amount such as 250.00.")).toBeDefined();
});

test("a rejected deposit shows a message and keeps the form", async () => {
  await openCashDesk(errorResponse(422, "account_closed"));
  await fill();
  await confirmDeposit();
  expect((await screen.findByRole("alert")).textContent).toBe("This account is closed. No money was moved.");
  expect(screen.getByLabelText<HTMLInputElement>(/Amount in USD/).value).toBe("250");
});

test("a deposit without a response is listed above the form and confirmed under the same key", async () => {
  await openCashDesk("no response", "no response", "no response", json(DEPOSITED, 201));
  await fill();
  await confirmDeposit();
  const button = await screen.findByRole("button", { name: "Check status" });
  expect(screen.getAllByRole("alert")).toHaveLength(1);
  expect(document.activeElement).toBe(button);
  await user.click(button);
  await screen.findByRole("heading", { name: "Deposited: $250.00" });
  expect(new Set(deposits().map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
});
