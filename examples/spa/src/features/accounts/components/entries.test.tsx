/** The entries of an account: by day, reversals, search and filters. */

import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { ACCOUNT, listResponse, signInAs } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import type { Account } from "@/types/api";
import { Entries } from "./entries";

const ENTRY = {
  id: 9,
  transaction: 62,
  kind: "transfer",
  direction: "debit",
  amount: "12.50",
  balance_after: "7264.53",
  description: "Lunch",
  counterparty: "100000000384",
  counterparty_name: "Matthew M.",
  reversed_by: null,
  booked_at: "2026-11-22T08:36:00.000000Z",
  value_date: "2026-11-22",
};
const REVERSED = { ...ENTRY, id: 8, transaction: 60, description: "Typo", reversed_by: 61 };
const REVERSAL = {
  ...ENTRY,
  id: 7,
  transaction: 61,
  kind: "reversal",
  direction: "credit",
  description: "Reversal of transaction 60",
  value_date: "2026-11-21",
};

async function openEntries(...lists: Response[]): Promise<Request[]> {
  await signInAs("member");
  const sent = mockApi({ [`GET /api/accounts/${ACCOUNT.number}/entries/`]: lists });
  renderPage(<Entries account={ACCOUNT as Account} />);
  return sent;
}

test("entries are listed by day, with the other party's name and a link to the transaction", async () => {
  await openEntries(listResponse(ENTRY, REVERSED, REVERSAL));
  expect(await screen.findByRole("heading", { name: "Nov 22, 2026" })).toBeDefined();
  const older = within(screen.getByRole("list", { name: "Transactions of Nov 21, 2026" }));
  expect(older.getAllByRole("listitem")).toHaveLength(1);
  expect(screen.getAllByText("To Matthew M., 1000 0000 0384")).toHaveLength(2);
  expect(screen.getByRole("link", { name: "Lunch" }).getAttribute("href")).toBe("/transactions/62");
});

test("a reversal and the reversed entry are marked", async () => {
  await openEntries(listResponse(ENTRY, REVERSED, REVERSAL));
  const rows = await screen.findAllByRole("listitem");
  expect(rows.map((row) => [/Reversal(?! of)/.test(row.textContent), row.textContent.includes("Reversed")])).toEqual([
    [false, false],
    [false, true],
    [true, false],
  ]);
});

test("a search and filters are sent to the API, and an empty result can be reset", async () => {
  const sent = await openEntries(listResponse(ENTRY), listResponse());
  await screen.findByText("Lunch");
  const user = userEvent.setup();
  await user.type(screen.getByLabelText("Search transactions"), " rent ");
  await user.click(screen.getByRole("button", { name: "Filter" }));
  await user.click(await screen.findByRole("radio", { name: "Money out" }));
  await user.type(screen.getByLabelText("At least"), "$1,000");
  await expect
    .poll(() => Object.fromEntries(new URL(sent.at(-1)?.url ?? "").searchParams))
    .toEqual({ search: "rent", direction: "debit", min_amount: "1000.00", page_size: "20" });
  await user.click(await screen.findByRole("button", { name: "Show all transactions" }));
  expect(screen.getByLabelText<HTMLInputElement>("Search transactions").value).toBe("");
});

test("an amount that cannot be read is marked and left out", async () => {
  const sent = await openEntries(listResponse(ENTRY));
  await screen.findByText("Lunch");
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Filter" }));
  // The opening fields are not interactive until they are visible.
  await user.type(await screen.findByRole("textbox", { name: "At most" }), "many");
  expect(await screen.findByText("Please enter an amount such as 1250.00.")).toBeDefined();
  expect(sent.every(({ url }) => !url.includes("max_amount"))).toBe(true);
});
