/** Loan products for managers: create, change, and the API's messages at their fields. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { errorResponse, json, listResponse, signInAs, storeConfig } from "@/testing/api-mock";
import { PRODUCT } from "@/testing/loans";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { LoanProductsPage } from "./products";

const CREATE = "POST /api/loans/products/";
const CHANGE = "PATCH /api/loans/products/1/";

let user: UserEvent;

beforeEach(() => {
  user = userEvent.setup();
});

async function open(button: RegExp, responses: Record<string, Response[]>) {
  await signInAs("manager");
  storeConfig();
  const sent = mockApi({ "GET /api/loans/products/": [listResponse(PRODUCT)], ...responses });
  renderPage(<LoanProductsPage />);
  await screen.findByText("12.5% per year · $100.00 to $5,000.00 · 3 to 24 months");
  await user.click(screen.getByRole("button", { name: button }));
  const dialog = within(await screen.findByRole("dialog"));
  return { dialog, writes: () => sent.filter(({ method }) => method !== "GET") };
}

test("a new product is sent with amounts and numbers as the API expects them", async () => {
  const { dialog, writes } = await open(/^New product/, { [CREATE]: [json(PRODUCT, 201)] });
  await user.type(dialog.getByLabelText("Name"), "Tractor");
  await user.type(dialog.getByLabelText("Rate per year, in percent"), "9,75");
  await user.type(dialog.getByLabelText("Smallest amount"), "1,000.00");
  await user.type(dialog.getByLabelText("Largest amount"), "$20,000");
  await user.click(dialog.getByRole("button", { name: "Create" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await writes()[0]?.json()).toEqual({
    name: "Tractor",
    annual_rate: "9.75",
    method: "declining_balance",
    day_count: "30/360",
    prepayment: "shorter_term",
    overdue_interest: true,
    is_active: true,
    min_amount: "1000.00",
    max_amount: "20000.00",
    min_term_months: 3,
    max_term_months: 24,
    principal_grace_months: 0,
    late_fee: "0",
    late_fee_after_days: 0,
    disbursement_fee: "0",
  });
});

test("a product that is not offered any more is changed", async () => {
  const { dialog, writes } = await open(/^Change/, { [CHANGE]: [json({ ...PRODUCT, is_active: false })] });
  await user.click(dialog.getByLabelText("Members can apply for it"));
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await vi.waitFor(() => expect(writes()).toHaveLength(1));
  expect(await writes()[0]?.json()).toMatchObject({ name: "Small business", min_amount: "100.00", is_active: false });
});

test("missing fields are marked and nothing is sent", async () => {
  const { dialog, writes } = await open(/^New product/, {});
  await user.click(dialog.getByRole("button", { name: "Create" }));
  expect(dialog.getByText("Please enter a name.")).toBeDefined();
  expect(dialog.getByText("Please enter a percentage.")).toBeDefined();
  expect(writes()).toHaveLength(0);
});

test("the API's message is shown at its field", async () => {
  const fields = { max_amount: ["Must not be less than min_amount."] };
  const { dialog } = await open(/^Change/, { [CHANGE]: [errorResponse(400, "invalid_request", { fields })] });
  await user.click(dialog.getByRole("button", { name: "Save" }));
  expect(await dialog.findByText("Must not be less than min_amount.")).toBeDefined();
});
