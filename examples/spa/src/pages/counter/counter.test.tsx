/** Cash over the counter: said in words before it is booked, receipted after, and its refusals in words. */

import { screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { bankAnswers, HOUSEHOLD, json, listOf, paid, refused, signInAs } from "../../testing/answers";
import { show } from "../../testing/show";
import { CounterPage } from "./counter";

// Between the tries of a payment nobody waits here.
vi.mock("../../bank/wire", async (original) => ({ ...(await original<object>()), pause: async () => {} }));

const DEPOSITED = paid({ id: 67, kind: "deposit", amount: "250.00", to: HOUSEHOLD.number });

let user: UserEvent;
let sent: Request[];

async function arrive(...answers: (Response | "no answer")[]) {
  await signInAs("cashier");
  sent = bankAnswers({
    "GET /api/loans/": [listOf()],
    "GET /api/accounts/": [listOf(HOUSEHOLD)],
    [`GET /api/accounts/${HOUSEHOLD.number}/`]: [json({ ...HOUSEHOLD, balance: "7527.03" })],
    "POST /api/transactions/deposit/": answers,
  });
  show(<CounterPage />);
}

/** Up to the question whether it is right. */
async function fill(amount = "250") {
  await user.click(screen.getByLabelText(/Member's account/, { selector: "input" }));
  await user.paste("Maria");
  await user.click(await screen.findByRole("option", { name: /Maria Member/ }));
  await user.click(screen.getByLabelText(/Amount in USD/));
  await user.paste(amount);
  await user.keyboard("{Enter}");
}

async function takeIn() {
  await user.click(screen.getByRole("button", { name: "Take in $250.00" }));
}

function deposits(): Request[] {
  return sent.filter(({ method }) => method === "POST");
}

beforeEach(() => {
  user = userEvent.setup();
});

test("a deposit is said in words, made once, and receipted", async () => {
  await arrive(json(DEPOSITED, 201));
  await fill();
  expect(document.activeElement?.textContent).toBe("Take in $250.00 in cash for Maria Member, account 1000 0000 0287?");
  expect(deposits()).toHaveLength(0);
  await takeIn();
  expect((await screen.findByRole("heading", { name: "Taken in: $250.00" })).tagName).toBe("H3");
  expect(await screen.findByText("$7,527.03")).toBeDefined();
  expect(deposits()).toHaveLength(1);
  expect(await deposits()[0]?.json()).toEqual({ account: HOUSEHOLD.number, amount: "250.00", description: "" });
});

test("an amount that is none is found at once, and the cursor is put there", async () => {
  await arrive();
  await fill("250.001");
  expect(document.activeElement).toBe(screen.getByLabelText(/Amount in USD/));
  expect(screen.getByText("Please enter an amount such as 250.00.")).toBeDefined();
});

test("a refused deposit is said in words, and what was written is still there", async () => {
  await arrive(refused(422, "account_closed"));
  await fill();
  await takeIn();
  expect((await screen.findByRole("alert")).textContent).toBe("This account is closed. No money has moved.");
  expect(screen.getByLabelText<HTMLInputElement>(/Amount in USD/).value).toBe("250");
});

test("without an answer it stands above the form, and is asked again under the same key", async () => {
  await arrive("no answer", "no answer", "no answer", json(DEPOSITED, 201));
  await fill();
  await takeIn();
  const again = await screen.findByRole("button", { name: "Ask again" });
  expect(screen.getAllByRole("alert")).toHaveLength(1);
  expect(document.activeElement).toBe(again);
  await user.click(again);
  await screen.findByRole("heading", { name: "Taken in: $250.00" });
  expect(new Set(deposits().map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
});
