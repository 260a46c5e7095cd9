/** A manager's decision on a loan: confirmation, note, and conflict with another manager; and the write-off. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { ACCOUNT, errorResponse, json, listResponse, signInAs, transactionBody } from "@/testing/api-mock";
import { LOAN } from "@/testing/loans";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { LoanPage } from "./loan";

const READ = "GET /api/loans/12/";
const APPROVE = "POST /api/loans/12/approve/";
const REJECT = "POST /api/loans/12/reject/";

const APPLIED = LOAN;
const APPROVED = { ...APPLIED, status: "approved", decided_at: "2026-11-22T09:00:00Z", decision_note: "Sound plan" };

const OVERDUE = { since: "2026-10-17", days_late: 40, instalments: 2, amount: "533.10" };
const OTHER = { ...LOAN, id: 2, status: "active", purpose: "Motorcycle", overdue: OVERDUE };

const WRITTEN_OFF = transactionBody({ id: 80, kind: "loan_write_off", amount: "1200.00" });

let user: UserEvent;
let sent: Request[];

async function openLoan(responses: Record<string, Response[]>) {
  await signInAs("manager");
  sent = mockApi({
    [READ]: [json(APPLIED)],
    "GET /api/loans/12/schedule/": [json([])],
    "GET /api/accounts/": [listResponse(ACCOUNT)],
    "GET /api/loans/": [listResponse(APPLIED, OTHER)],
    ...responses,
  });
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

test("a decision shows the borrower's accounts, other loans and arrears", async () => {
  await openLoan({});
  const loans = within(await screen.findByRole("list", { name: "Other loans of the borrower" }));
  expect(loans.getAllByRole("listitem")).toHaveLength(1);
  expect(loans.getByText("$533.10 overdue, 40 days late")).toBeDefined();
  const accounts = within(await screen.findByRole("list", { name: "Accounts of the borrower" }));
  expect(accounts.getByText("$7,277.03")).toBeDefined();
  expect(screen.getByRole("link", { name: "View member" }).getAttribute("href")).toBe("/members/1");
});

test("a write-off names the principal, needs a reason and is sent once", async () => {
  const active = { ...APPROVED, status: "active", disbursed_at: "2026-11-22T09:00:00Z" };
  const written = { loan: { ...active, status: "written_off" }, transaction: WRITTEN_OFF };
  await signInAs("manager");
  sent = mockApi({
    [READ]: [json(active)],
    "GET /api/loans/12/schedule/": [json([])],
    "GET /api/loans/12/payments/": [listResponse()],
    "GET /api/loans/12/payoff/": [
      json({
        on: "2026-11-22",
        principal: "1200.00",
        interest: "0.00",
        fees: "0.00",
        penalties: "0.00",
        total: "1200.00",
      }),
    ],
    "GET /api/accounts/": [listResponse(ACCOUNT)],
    "POST /api/loans/12/write-off/": [json(written, 201)],
  });
  renderPage(<LoanPage />, null, "/loans/:id", "/loans/12");
  await user.click(await screen.findByRole("button", { name: "Write off this loan" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Write off loan 12?" }));
  expect(dialog.getByText(/The outstanding principal of \$1,200.00/)).toBeDefined();
  await user.click(dialog.getByRole("button", { name: "Write off" }));
  expect(decisions()).toHaveLength(0);
  await user.type(dialog.getByLabelText("Reason"), "Left the country{Enter}");
  await expect.poll(() => decisions().length).toBe(1);
  expect(await decisions()[0]?.json()).toEqual({ reason: "Left the country" });
});
