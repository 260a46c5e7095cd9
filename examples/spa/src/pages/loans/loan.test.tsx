/** The manager's decision: asked once more, with a note, and said where somebody else was faster. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { bankAnswers, json, refused, signInAs } from "../../testing/answers";
import { show } from "../../testing/show";
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

async function arrive(answers: Record<string, Response[]>) {
  await signInAs("manager");
  sent = bankAnswers({ [READ]: [json(APPLIED)], "GET /api/loans/12/schedule/": [json([])], ...answers });
  show(<LoanPage />, null, "/loans/:id", "/loans/12");
  await screen.findByText("This application waits for your decision.");
}

/** Opens the dialog that asks once more. */
async function ask(verdict: "Approve" | "Reject") {
  await user.click(screen.getByRole("button", { name: verdict }));
  return within(await screen.findByRole("dialog"));
}

function decisions(): Request[] {
  return sent.filter(({ method }) => method === "POST");
}

beforeEach(() => {
  user = userEvent.setup();
});

test("approves with a note once it is confirmed, and says where the loan stands then", async () => {
  await arrive({ [READ]: [json(APPLIED), json(APPROVED)], [APPROVE]: [json(APPROVED)] });
  const dialog = await ask("Approve");
  expect(dialog.getByText(/Approve \$1,200.00 for Maria Member, 12 months/)).toBeDefined();
  expect(decisions()).toHaveLength(0);
  await user.type(dialog.getByLabelText("Note (optional)"), "Sound plan");
  await user.click(dialog.getByRole("button", { name: "Approve" }));
  expect(await screen.findByText("Approved. It can be disbursed at the counter, or here.")).toBeDefined();
  expect(screen.getByText("Sound plan")).toBeDefined();
  expect(await decisions()[0]?.json()).toEqual({ note: "Sound plan" });
});

test("rejects for a reason only", async () => {
  await arrive({ [REJECT]: [json({ ...APPLIED, status: "rejected" })] });
  const dialog = await ask("Reject");
  await user.click(dialog.getByRole("button", { name: "Reject" }));
  expect(dialog.getByText("Say why: the member will want to know.")).toBeDefined();
  expect(decisions()).toHaveLength(0);
});

test("says that somebody else has decided already, and what", async () => {
  await arrive({ [READ]: [json(APPLIED), json(APPROVED)], [APPROVE]: [refused(409, "already_decided")] });
  const dialog = await ask("Approve");
  await user.click(dialog.getByRole("button", { name: "Approve" }));
  expect((await screen.findByRole("alert")).textContent).toBe("Somebody has decided this already.");
  expect(await screen.findByText("Approved. It can be disbursed at the counter, or here.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Reject" })).toBeNull();
});
