/** A transfer that staff make for a member. */

import { screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { ACCOUNT, json, listResponse, signInAs, transactionBody } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TransferPage } from "./transfer";

const PAYEE = { number: "100000000384", name: "Matthew Member" };
const PAID = transactionBody({ id: 66, kind: "transfer", amount: "12.50", from: ACCOUNT.number, to: PAYEE.number });

let user: UserEvent;
let sent: Request[];

beforeEach(() => {
  user = userEvent.setup();
});

async function open(path = `/transfer?from=${ACCOUNT.number}`) {
  await signInAs("cashier");
  sent = mockApi({
    [`GET /api/accounts/${ACCOUNT.number}/`]: [json(ACCOUNT)],
    "GET /api/accounts/": [listResponse(ACCOUNT)],
    "GET /api/transactions/limits/": [json({ transfer: { limit: "100.00", left: "100.00" } })],
    "GET /api/accounts/100000000384/payee/": [json(PAYEE)],
    "POST /api/transactions/transfer/": [json(PAID, 201)],
  });
  renderPage(<TransferPage />, null, "/transfer", path);
}

async function fill(amount: string) {
  await screen.findByText("At most $100.00 in one payment");
  await user.click(screen.getByLabelText("To account number", { selector: "input" }));
  await user.paste(PAYEE.number);
  await user.click(screen.getByLabelText("Amount"));
  await user.paste(amount);
  await user.keyboard("{Enter}");
}

test("a cashier transfers for the owner of the account, with the full name of the payee", async () => {
  await open();
  expect(await screen.findByRole("heading", { name: "Transfer for Maria Member" })).toBeDefined();
  await fill("12.50");
  expect(await screen.findByText("Matthew Member")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Pay now" }));
  expect(await screen.findByText("Payment sent")).toBeDefined();
  const accounts = sent.find(({ url }) => url.includes("/api/accounts/?"));
  expect(new URL(accounts?.url ?? "").searchParams.get("owner")).toBe("1");
});

test("a transfer beyond the cashier's limit is refused without a request", async () => {
  await open();
  await fill("100.01");
  expect(screen.getByText("The limit for cashiers is $100.00. Please ask a manager.")).toBeDefined();
  expect(sent.some(({ method }) => method === "POST")).toBe(false);
});

test("without an account staff are told to choose one", async () => {
  await open("/transfer");
  expect(screen.getByRole("link", { name: "View accounts" })).toBeDefined();
});
