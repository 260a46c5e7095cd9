/** A manager funds a till from the vault and takes cash back. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { errorResponse, json, signInAs, storeConfig, transactionBody } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TillPage } from "./till";

// Retries of a payment do not wait.
vi.mock("@/lib/bank-client/http", async (original) => ({ ...(await original<object>()), delay: async () => {} }));

const TILLS = {
  vault: { balance: "9000.00" },
  results: [{ cashier: { id: 5, full_name: "Carl" }, balance: "500.00" }],
};
const MOVED = json(transactionBody({ id: 90, kind: "cash_transfer", amount: "1250.00" }), 201);

let user: UserEvent;

beforeEach(() => {
  user = userEvent.setup();
});

async function open(button: string, direction: string, ...replies: (Response | "no response")[]) {
  await signInAs("manager");
  storeConfig();
  const sent = mockApi({ "GET /api/tills/": [json(TILLS)], [`POST /api/tills/5/${direction}/`]: replies });
  renderPage(<TillPage />);
  await user.click(await screen.findByRole("button", { name: new RegExp(`^${button} *(from )?the till of Carl$`) }));
  const dialog = within(await screen.findByRole("dialog"));
  return { dialog, writes: () => sent.filter(({ method }) => method === "POST") };
}

test.each([
  ["Fund", "fund", "1,250.00", "1250.00"],
  ["Return", "return", "$250", "250.00"],
])("%s sends the amount once", async (button, direction, typed, amount) => {
  const { dialog, writes } = await open(button, direction, MOVED);
  await user.type(dialog.getByLabelText("Amount"), `${typed}{Enter}`);
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await writes()[0]?.json()).toEqual({ amount });
});

test("more than the till holds is refused without a request", async () => {
  const { dialog, writes } = await open("Return", "return", MOVED);
  await user.type(dialog.getByLabelText("Amount"), "500.01{Enter}");
  expect(dialog.getByText("Only $500.00 is there.")).toBeDefined();
  expect(writes()).toHaveLength(0);
});

test("a vault that was emptied meanwhile says so", async () => {
  const { dialog } = await open("Fund", "fund", errorResponse(422, "vault_insufficient"));
  await user.type(dialog.getByLabelText("Amount"), "1250{Enter}");
  expect((await dialog.findByRole("alert")).textContent).toContain("There is not enough cash in the vault.");
});

test("a transfer without a response is checked under the same key", async () => {
  const { dialog, writes } = await open("Fund", "fund", "no response", "no response", "no response", MOVED);
  await user.type(dialog.getByLabelText("Amount"), "1250{Enter}");
  await user.click(await dialog.findByRole("button", { name: "Check status" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(new Set(writes().map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
});
