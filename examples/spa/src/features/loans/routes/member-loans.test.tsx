/** A member's loans: the cost before an application, repayment, payoff and cancellation. */

import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { ACCOUNT, errorResponse, json, listResponse, signInAs, transactionBody } from "@/testing/api-mock";
import { LOAN, PRODUCT, QUOTE } from "@/testing/loans";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { ApplyPage } from "./apply";
import { LoanPage } from "./loan";

const user = userEvent.setup();
let sent: Request[];

function posted(ending: string) {
  return Promise.all(
    sent.filter(({ method, url }) => method === "POST" && url.endsWith(ending)).map((request) => request.json()),
  );
}

async function openApplication(responses: Record<string, Response[]> = {}) {
  await signInAs("member");
  sent = mockApi({
    "GET /api/loans/products/": [listResponse(PRODUCT)],
    "GET /api/accounts/": [listResponse(ACCOUNT)],
    "POST /api/loans/quote/": [json(QUOTE)],
    ...responses,
  });
  renderPage(<ApplyPage />, null, "/loans/apply");
  await screen.findByLabelText("Amount");
}

async function openLoan(changes: object, responses: Record<string, Response[]> = {}) {
  await signInAs("member");
  sent = mockApi({
    "GET /api/loans/12/": [json({ ...LOAN, ...changes })],
    "GET /api/loans/12/schedule/": [json([])],
    "GET /api/loans/12/payments/": [listResponse()],
    "GET /api/loans/12/payoff/": [json({ principal: "0.00", interest: "0.00", penalties: "0.00", total: "0.00" })],
    "GET /api/accounts/": [listResponse(ACCOUNT)],
    ...responses,
  });
  renderPage(<LoanPage />, null, "/loans/:id", "/loans/12");
  await screen.findByRole("heading", { name: "Loan 12" });
}

test("the cost of a loan is shown before the application, which is sent as typed", async () => {
  await openApplication({ "POST /api/loans/": [json({ ...LOAN, id: 31 }, 201)] });
  await user.type(screen.getByLabelText("Amount"), "1,200");
  await user.type(screen.getByLabelText("What is the loan for?"), "A sewing machine");
  const cost = within(await screen.findByRole("region", { name: "What the loan costs" }));
  expect(await cost.findByText("13.24%")).toBeDefined();
  for (const text of ["$106.90", "$82.80", "$1,282.80"]) expect(cost.getByText(text)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Apply" }));
  await screen.findByText("Now at /loans/31");
  expect(await posted("/api/loans/")).toEqual([
    { product: 1, amount: "1200.00", term_months: 3, purpose: "A sewing machine", account: ACCOUNT.number },
  ]);
});

test("an amount out of the product's range is refused without a request", async () => {
  await openApplication();
  await user.type(screen.getByLabelText("Amount"), "99");
  await user.click(screen.getByRole("button", { name: "Apply" }));
  expect(screen.getByText("Please enter $100.00 to $5,000.00.")).toBeDefined();
  expect(screen.getByText("Please tell the bank what the loan is for.")).toBeDefined();
  expect(await posted("/api/loans/")).toEqual([]);
});

test("too many open applications are explained", async () => {
  await openApplication({ "POST /api/loans/": [errorResponse(422, "limit_exceeded")] });
  await user.type(screen.getByLabelText("Amount"), "1200");
  await user.type(screen.getByLabelText("What is the loan for?"), "A sewing machine");
  await user.click(screen.getByRole("button", { name: "Apply" }));
  expect((await screen.findByRole("alert")).textContent).toContain("too many open applications");
});

const OVERDUE = { since: "2026-09-11", days_late: 72, instalments: 2, amount: "533.10" };
const PAID = { ...LOAN, transaction: transactionBody({ id: 80, kind: "loan_repayment", amount: "533.10" }) };

test("all that is overdue is shown and suggested, and not one instalment only", async () => {
  await openLoan({ status: "active", overdue: OVERDUE, days_late: 72 });
  expect(await screen.findByText("Overdue, 2 instalments, 72 days late")).toBeDefined();
  expect((await screen.findByLabelText<HTMLInputElement>("Amount")).value).toBe("533.10");
});

test("a repayment is confirmed, sent once and shows its receipt", async () => {
  await openLoan({ status: "active", overdue: OVERDUE }, { "POST /api/loans/12/repay/": [json(PAID, 201)] });
  await user.click(await screen.findByRole("button", { name: "Continue" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByText("Pay $533.10 for loan 12 from account 1000 0000 0287.")).toBeDefined();
  await user.dblClick(dialog.getByRole("button", { name: "Pay $533.10" }));
  expect(await dialog.findByRole("button", { name: "Download receipt" })).toBeDefined();
  expect(await posted("/repay/")).toEqual([{ amount: "533.10", from_account: ACCOUNT.number }]);
});

test("paying all that is owed settles the loan", async () => {
  const settled = { ...PAID, transaction: transactionBody({ id: 81, kind: "loan_repayment", amount: "1240.10" }) };
  await openLoan({ status: "active" }, { "POST /api/loans/12/settle/": [json(settled, 201)] });
  await user.click(await screen.findByRole("button", { name: "Pay off: $1,240.10" }));
  await user.click(screen.getByRole("button", { name: "Continue" }));
  await user.click(await screen.findByRole("button", { name: "Pay $1,240.10" }));
  expect(await screen.findByText(/Transaction 81/)).toBeDefined();
  expect(await posted("/settle/")).toEqual([{ from_account: ACCOUNT.number }]);
});

test.each([
  ["1240.11", "This is more than what is owed: $1,240.10."],
  ["9999.00", "Insufficient funds: $7,277.03 is available."],
])("a repayment of %s is refused before the confirmation", async (amount, message) => {
  await openLoan({ status: "active" });
  const field = await screen.findByLabelText("Amount");
  await user.clear(field);
  await user.type(field, `${amount}{Enter}`);
  expect(screen.getByText(message)).toBeDefined();
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("an application is cancelled after a confirmation only", async () => {
  await openLoan({ status: "applied" }, { "POST /api/loans/12/cancel/": [json({ ...LOAN, status: "cancelled" })] });
  await user.click(await screen.findByRole("button", { name: "Cancel the loan" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(await posted("/cancel/")).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Cancel the loan" }));
  await expect.poll(() => sent.some(({ url }) => url.endsWith("/cancel/"))).toBe(true);
});

test("the instalments of a written-off loan are not called late", async () => {
  const late = { number: 1, due_date: "2026-01-11", principal: "90.00", interest: "10.00", total: "100.00" };
  const row = { ...late, balance_after: "910.00", paid: "0.00", status: "late" };
  await openLoan({ status: "written_off" }, { "GET /api/loans/12/schedule/": [json([row])] });
  expect(await screen.findByText("Written off", { selector: "p" })).toBeDefined();
  expect(screen.queryByText("Late")).toBeNull();
});

test("an unknown loan is not found and cannot be tried again", async () => {
  await signInAs("member");
  mockApi({ "GET /api/loans/12/": [errorResponse(404, "not_found")] });
  renderPage(<LoanPage />, null, "/loans/:id", "/loans/12");
  expect(await screen.findByRole("heading", { name: "Loan not found" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});
