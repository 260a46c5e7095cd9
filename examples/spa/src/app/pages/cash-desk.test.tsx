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
  await openWith([ACCOUNT], responses);
}

async function openWith(
  accounts: object[],
  responses: (Response | "no response")[],
  limit: string | null = "10000.00",
) {
  await signInAs("cashier");
  sent = mockApi({
    "GET /api/loans/": [listResponse()],
    "GET /api/accounts/": [listResponse(...accounts)],
    "GET /api/transactions/limits/": [json({ transfer: { limit, left: limit } })],
    [`GET /api/accounts/${ACCOUNT.number}/`]: [json({ ...ACCOUNT, balance: "7527.03" })],
    "POST /api/transactions/deposit/": responses,
    "POST /api/transactions/withdraw/": responses,
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
  expect(screen.getByText("Please enter at most 2 decimals, for example 1250.00.")).toBeDefined();
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

test("the account has the focus on arrival, and Enter selects the first of several results", async () => {
  await openWith([ACCOUNT, { ...ACCOUNT, number: "100000000481", name: "Savings" }], []);
  expect(document.activeElement).toBe(screen.getByLabelText(/Member's account/, { selector: "input" }));
  await user.paste("Maria");
  await screen.findAllByRole("option", { name: /Maria Member/ });
  await user.keyboard("{Enter}");
  expect(screen.getByText(/1000 0000 0287/)).toBeDefined();
  expect(document.activeElement).toBe(screen.getByLabelText(/Amount in USD/));
});

test("the confirmation's button is one Tab away, and Ctrl+Enter confirms", async () => {
  await openCashDesk(json(DEPOSITED, 201));
  await fill("$250.00");
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Deposit $250.00" }));
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(await screen.findByRole("heading", { name: "Deposited: $250.00" })).toBeDefined();
  expect(deposits()).toHaveLength(1);
});

test("a withdrawal of more than the balance is refused before the confirmation", async () => {
  await openCashDesk();
  await user.click(screen.getByRole("radio", { name: "Withdraw" }));
  await fill("7277.04");
  expect(screen.getByText("Insufficient funds: $7,277.03 is available.")).toBeDefined();
});

test("a withdrawal from a frozen account is refused before the confirmation", async () => {
  await openWith([{ ...ACCOUNT, status: "frozen" }], []);
  await user.click(screen.getByRole("radio", { name: "Withdraw" }));
  await fill("1");
  expect(screen.getByText("Accepts deposits only")).toBeDefined();
  expect(screen.getByRole("alert").textContent).toBe("This account is frozen. No money can be paid out of it.");
});

test("an amount over the cashier's limit is refused before the confirmation", async () => {
  await openCashDesk();
  await fill("10,000.01");
  expect(screen.getByText("The limit for cashiers is $10,000.00. Please ask a manager.")).toBeDefined();
});

test("a large deposit is made only after its amount is typed again", async () => {
  await openWith([ACCOUNT], [json({ ...DEPOSITED, amount: "25000.00" }, 201)], null);
  await fill("25000");
  const button = screen.getByRole("button", { name: "Deposit $25,000.00" });
  await user.type(screen.getByLabelText("Type the amount again"), "250000");
  await user.click(button);
  expect(screen.getByText("This is not the same amount.")).toBeDefined();
  expect(deposits()).toHaveLength(0);
  await user.clear(screen.getByLabelText("Type the amount again"));
  await user.type(screen.getByLabelText("Type the amount again"), "25,000");
  await user.click(button);
  await screen.findByRole("heading", { name: "Deposited: $25,000.00" });
});

test("the receipt offers its PDF and the same member again", async () => {
  await openCashDesk(json(DEPOSITED, 201));
  await fill();
  await confirmDeposit();
  expect(await screen.findByRole("button", { name: "Download receipt" })).toBeDefined();
  await user.click(await screen.findByRole("button", { name: "Same member again" }));
  expect(await screen.findByRole("option", { name: /Maria Member/ })).toBeDefined();
});
