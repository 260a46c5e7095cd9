/** A transfer: looked at once more before it is paid, paid once, and its refusals where they belong. */

import { screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { bankAnswers, HOUSEHOLD, json, listOf, paid, refused, signInAs } from "../../testing/answers";
import { show } from "../../testing/show";
import { TransferPage } from "./transfer";

// Between the tries of a payment nobody waits here.
vi.mock("../../bank/wire", async (original) => ({ ...(await original<object>()), pause: async () => {} }));

const ACCOUNTS = "GET /api/accounts/";
const PAY = "POST /api/transactions/transfer/";
const PAID = paid({
  id: 66,
  kind: "transfer",
  amount: "12.50",
  description: "Lunch",
  from: HOUSEHOLD.number,
  to: "100000000384",
});

let user: UserEvent;
let sent: Request[];

/** With the only account chosen already. */
async function arrive(...answers: (Response | "no answer")[]) {
  await signInAs("member");
  sent = bankAnswers({ [ACCOUNTS]: [listOf(HOUSEHOLD)], [PAY]: answers });
  show(<TransferPage />);
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

test("is repeated in words, and paid once it is confirmed", async () => {
  await arrive(json(PAID, 201));
  await fill();
  expect(document.activeElement?.textContent).toBe("Is this right?");
  for (const word of ["$12.50", "1000 0000 0287", "1000 0000 0384", "Lunch"]) screen.getByText(word);
  expect(payments()).toHaveLength(0);

  await user.dblClick(screen.getByRole("button", { name: "Pay now" }));
  expect((await screen.findByText("It is paid")).tagName).toBe("H2");
  expect(payments()).toHaveLength(1);
  expect(await payments()[0]?.json()).toEqual({
    from_account: "100000000287",
    to_account: "100000000384",
    amount: "12.50",
    description: "Lunch",
  });
});

test("an amount that is none is found at once, and the cursor is put there", async () => {
  await arrive();
  await fill("12.345");
  expect(screen.getByLabelText("Amount").getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(screen.getByLabelText("Amount"));
});

test("an account that is not there is said where it was typed", async () => {
  await arrive(refused(404, "not_found"));
  await fill();
  await user.click(screen.getByRole("button", { name: "Pay now" }));
  await screen.findByText("There is no account with this number.");
  expect(document.activeElement).toBe(screen.getByLabelText("To account number"));
});

test("what the bank finds wrong with a field is said there", async () => {
  await arrive(refused(400, "invalid_request", { fields: { amount: ["USD has 2 digits after the point."] } }));
  await fill();
  await user.click(screen.getByRole("button", { name: "Pay now" }));
  await screen.findByText("USD has 2 digits after the point.");
  expect(document.activeElement).toBe(screen.getByLabelText("Amount"));
});

test("without the money it is refused in words, and can be changed", async () => {
  await arrive(refused(422, "insufficient_funds"));
  await fill();
  await user.click(screen.getByRole("button", { name: "Pay now" }));
  expect((await screen.findByRole("alert")).textContent).toContain("not enough money");
  await user.click(screen.getByRole("button", { name: "Change" }));
  expect(screen.getByLabelText<HTMLInputElement>("Amount").value).toBe("12.5");
});

test("without an answer it is not known, and asked again under the same key", async () => {
  await arrive("no answer", "no answer", "no answer", json(PAID, 201));
  await fill();
  await user.click(screen.getByRole("button", { name: "Pay now" }));
  await user.click(await screen.findByRole("button", { name: "Ask again" }));
  await screen.findByText("It is paid");
  expect(new Set(payments().map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
  expect(payments()).toHaveLength(4);
});
