/** The banner of payments that were not confirmed: there as soon as there is one, and never beside the page's own word. */

import { act, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { Payment } from "../bank/payments";
import { bank } from "../settings";
import { bankAnswers, json, signInAs } from "../testing/answers";
import { show } from "../testing/show";
import { PendingPayments } from "./pending-payments";

// Between the tries of a payment nobody waits here.
vi.mock("../bank/wire", async (original) => ({ ...(await original<object>()), pause: async () => {} }));

const LOAN: Payment = { to: "/api/loans/{loan_id}/disburse/", body: { loan_id: 12 } };

/** At `path`, where the bank does not answer a payment at first. */
async function payAt(path: string) {
  await signInAs("manager");
  bankAnswers({
    "POST /api/loans/12/disburse/": ["no answer", "no answer", "no answer", json({ transaction: { id: 1 } })],
  });
  show(<PendingPayments />, null, path);
  await act(() => bank.payments.pay(LOAN).catch(() => {}));
}

test("says what was not confirmed, and goes when it is", async () => {
  await payAt("/loans");
  expect(screen.getByText(/^The disbursement of loan 12 \(.*\) is not confirmed yet$/)).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Ask again" }));
  await vi.waitFor(() => expect(screen.queryByText(/not confirmed yet/)).toBeNull());
});

test.each(["/transfer", "/counter"])("leaves it to %s to speak of what was begun there", async (path) => {
  await payAt(path);
  expect(bank.payments.pending()).toHaveLength(1);
  expect(screen.queryByText(/not confirmed yet/)).toBeNull();
});
