/** The list of payments with an unknown status, which is not shown on pages that show the payment themselves. */

import { act, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { bank } from "@/lib/bank";
import type { Payment } from "@/lib/bank-client/payments";
import { json, signInAs } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { PendingPayments } from "./pending-payments";

// Retries of a payment do not wait.
vi.mock("@/lib/bank-client/http", async (original) => ({ ...(await original<object>()), delay: async () => {} }));

const LOAN: Payment = { to: "/api/loans/{loan_id}/disburse/", body: { loan_id: 12 } };

/** Renders the list at `path` and sends a payment that gets no response at first. */
async function payAt(path: string) {
  await signInAs("manager");
  mockApi({
    "POST /api/loans/12/disburse/": ["no response", "no response", "no response", json({ transaction: { id: 1 } })],
  });
  renderPage(<PendingPayments />, null, path);
  await act(() => bank.payments.pay(LOAN).catch(() => {}));
}

test("a payment with an unknown status is listed until it is confirmed", async () => {
  await payAt("/loans");
  expect(screen.getByText(/^Status unknown: disbursement of loan 12, /)).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Check status" }));
  await vi.waitFor(() => expect(screen.queryByText(/^Status unknown/)).toBeNull());
});

test.each(["/transfer", "/counter"])("%s shows its own payments, so the list is hidden", async (path) => {
  await payAt(path);
  expect(bank.payments.pending()).toHaveLength(1);
  expect(screen.queryByText(/^Status unknown/)).toBeNull();
});
