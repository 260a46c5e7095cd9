/** A manager receives cash into the vault and pays cash out of it. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { loadCatalogues } from "@/lib/i18n";
import { errorResponse, json, signInAs, storeConfig, transactionBody } from "@/testing/api-mock";
import { showIn } from "@/testing/language";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TillPage } from "./till";

// Retries of a payment do not wait.
vi.mock("@/lib/bank-client/http", async (original) => ({ ...(await original<object>()), delay: async () => {} }));

const TILLS = { vault: { balance: "9000.00" }, results: [] };
const MOVED = json(transactionBody({ id: 91, kind: "bank_cash", amount: "1250.00" }), 201);

let user: UserEvent;

beforeEach(() => {
  user = userEvent.setup();
});

async function open(button: string, path: string, ...replies: (Response | "no response")[]) {
  await loadCatalogues("vault");
  await signInAs("manager");
  storeConfig();
  const sent = mockApi({ "GET /api/tills/": [json(TILLS)], [`POST /api/tills/vault/${path}/`]: replies });
  renderPage(<TillPage />);
  await user.click(await screen.findByRole("button", { name: button }));
  const dialog = within(await screen.findByRole("dialog"));
  return { dialog, writes: () => sent.filter(({ method }) => method === "POST") };
}

test.each([
  ["Receive cash", "receive", "Source", "bank"],
  ["Pay out cash", "pay-out", "Recipient", "equity"],
])("%s sends amount, account and description once", async (button, path, label, account) => {
  const { dialog, writes } = await open(button, path, MOVED);
  await user.selectOptions(dialog.getByLabelText(label), account);
  await user.type(dialog.getByLabelText("Amount"), "$1,250");
  await user.type(dialog.getByLabelText("Description"), " Box 17 {Enter}");
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await writes()[0]?.json()).toEqual({ amount: "1250.00", account, description: "Box 17" });
  expect(writes()).toHaveLength(1);
});

test("more than the vault holds cannot be paid out", async () => {
  const { dialog, writes } = await open("Pay out cash", "pay-out", MOVED);
  await user.type(dialog.getByLabelText("Description"), "Box 17");
  await user.type(dialog.getByLabelText("Amount"), "9000.01{Enter}");
  expect(dialog.getByText("Only $9,000.00 is in the vault.")).toBeDefined();
  expect(writes()).toHaveLength(0);
});

test("a movement without a description is refused without a request", async () => {
  const { dialog, writes } = await open("Receive cash", "receive", MOVED);
  await user.type(dialog.getByLabelText("Amount"), "9000.01{Enter}");
  expect(dialog.getByText("Please enter a description.")).toBeDefined();
  expect(writes()).toHaveLength(0);
});

test("a vault that was emptied meanwhile says so", async () => {
  const { dialog } = await open("Pay out cash", "pay-out", errorResponse(422, "vault_insufficient"));
  await user.type(dialog.getByLabelText("Description"), "Box 17");
  await user.type(dialog.getByLabelText("Amount"), "1250{Enter}");
  expect((await dialog.findByRole("alert")).textContent).toContain("There is not enough cash in the vault.");
});

test("a movement without a response is checked under the same key", async () => {
  const { dialog, writes } = await open("Receive cash", "receive", "no response", "no response", "no response", MOVED);
  await user.type(dialog.getByLabelText("Description"), "Box 17");
  await user.type(dialog.getByLabelText("Amount"), "1250{Enter}");
  await user.click(await dialog.findByRole("button", { name: "Check status" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(new Set(writes().map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
});

test.each([
  ["es", "Recibir efectivo", "Procedencia", "Cuenta en otro banco"],
  ["ar", "استلام نقد", "مصدر النقد", "حساب لدى بنك آخر"],
] as const)("in %s the form is in that language", async (language, button, label, source) => {
  await showIn(language, "till", "vault");
  const { dialog } = await open(button, "receive", MOVED);
  expect(within(dialog.getByLabelText(label)).getByRole("option", { name: source })).toBeDefined();
});
