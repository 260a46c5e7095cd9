/** A manager's decision on a loan: confirmation, note, and conflict with another manager. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { errorResponse, json, signInAs } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { LoanPage } from "./loan";

const READ = "GET /api/loans/12/";
const APPROVE = "POST /api/loans/12/approve/";
const REJECT = "POST /api/loans/12/reject/";

const APPLIED = {
  id: 12,
  product: { id: 1, name: "Small business" },
  borrower: { id: 1, full_name: "Maria Member" },
  account: "100000000287",
  amount: "1200.00",
  currency: "USD",
  term_months: 12,
  purpose: "A sewing machine",
  status: "applied",
  annual_rate: "12.5",
  method: "declining_balance",
  day_count: "actual_365",
  applied_at: "2026-11-20T09:00:00Z",
  decided_at: null,
  decided_by: null,
  decision_note: "",
  disbursed_at: null,
  closed_at: null,
  outstanding_principal: "0.00",
  principal_paid: "0.00",
  interest_paid: "0.00",
  settlement_amount: null,
  days_late: 0,
  next_due: null,
};
const APPROVED = { ...APPLIED, status: "approved", decided_at: "2026-11-22T09:00:00Z", decision_note: "Sound plan" };

let user: UserEvent;
let sent: Request[];

async function openLoan(responses: Record<string, Response[]>) {
  await signInAs("manager");
  sent = mockApi({ [READ]: [json(APPLIED)], "GET /api/loans/12/schedule/": [json([])], ...responses });
  renderPage(<LoanPage />, null, "/loans/:id", "/loans/12");
  await screen.findByText("This application is waiting for your decision.");
}

/** Opens the confirmation dialog. */
async function openDialog(decision: "Approve" | "Reject") {
  await user.click(screen.getByRole("button", { name: decision }));
  return within(await screen.findByRole("dialog"));
}

function decisions(): Request[] {
  return sent.filter(({ method }) => method === "POST");
}

beforeEach(() => {
  user = userEvent.setup();
});

test("a confirmed approval sends the note and shows the new status", async () => {
  await openLoan({ [READ]: [json(APPLIED), json(APPROVED)], [APPROVE]: [json(APPROVED)] });
  const dialog = await openDialog("Approve");
  expect(dialog.getByText(/Approve \$1,200.00 for Maria Member, 12 months/)).toBeDefined();
  expect(decisions()).toHaveLength(0);
  await user.type(dialog.getByLabelText("Note (optional)"), "Sound plan");
  await user.click(dialog.getByRole("button", { name: "Approve" }));
  expect(await screen.findByText("Approved. Ready to be disbursed here or at the cash desk.")).toBeDefined();
  expect(screen.getByText("Sound plan")).toBeDefined();
  expect(await decisions()[0]?.json()).toEqual({ note: "Sound plan" });
});

test("a rejection without a reason is not sent", async () => {
  await openLoan({ [REJECT]: [json({ ...APPLIED, status: "rejected" })] });
  const dialog = await openDialog("Reject");
  await user.click(dialog.getByRole("button", { name: "Reject" }));
  expect(dialog.getByText("Please enter a reason for the member.")).toBeDefined();
  expect(decisions()).toHaveLength(0);
});

test("a conflict with another manager's decision shows a message and the new status", async () => {
  await openLoan({ [READ]: [json(APPLIED), json(APPROVED)], [APPROVE]: [errorResponse(409, "already_decided")] });
  const dialog = await openDialog("Approve");
  await user.click(dialog.getByRole("button", { name: "Approve" }));
  expect((await screen.findByRole("alert")).textContent).toBe("This loan has already been decided.");
  expect(await screen.findByText("Approved. Ready to be disbursed here or at the cash desk.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Reject" })).toBeNull();
});
