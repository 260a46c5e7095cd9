/** A transfer that must be confirmed: the bank's summary, codes and passkeys, cancellation, expiry and lost responses. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveDraft } from "@/lib/drafts";
import {
  ACCOUNT,
  errorResponse,
  json,
  listResponse,
  NO_CONTENT,
  signInAs,
  storeConfig,
  transactionBody,
} from "@/testing/api-mock";
import { CREDENTIAL, fakePasskeys, PASSKEY_OPTIONS } from "@/testing/passkeys";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TransferPage } from "./transfer";

// Retries of a payment do not wait.
vi.mock("@/lib/bank-client/http", async (original) => ({ ...(await original<object>()), delay: async () => {} }));

const PAY = "POST /api/transactions/transfer/";
const DESCRIBE = "POST /api/confirmations/";
const ID = "5f0c6f0e-8f4b-4c52-9d8b-1f1f5f5f5f5f";
const CONFIRM = `POST /api/confirmations/${ID}/`;
const PAYEE = { number: "100000000384", name: "Matthew M." };
const SUMMARY = {
  amount: "1500.00",
  currency: "USD",
  from_account: { number: ACCOUNT.number, name: "Maria M." },
  payee: PAYEE,
};
const DESCRIBED = json(
  {
    id: ID,
    expires_at: "2026-11-22T08:41:00.000000Z",
    summary: SUMMARY,
    methods: ["passkey", "totp"],
    passkey: PASSKEY_OPTIONS,
  },
  201,
);
const STEP_UP = errorResponse(401, "step_up_required");
const PAID = json(
  transactionBody({ id: 66, kind: "transfer", amount: "1500.00", from: ACCOUNT.number, to: PAYEE.number }),
  201,
);
const BODY = { from_account: ACCOUNT.number, to_account: PAYEE.number, amount: "1500.00", description: "" };

let user: UserEvent;
let sent: Request[];

beforeEach(() => {
  user = userEvent.setup();
});
afterEach(() => void vi.useRealTimers());

/** Pays, and returns the dialog that asks for the confirmation. */
async function pay(responses: Record<string, (Response | "no response")[]>) {
  await signInAs("member");
  storeConfig({ passkey_rp_id: "localhost" });
  saveDraft("transfer", BODY);
  sent = mockApi({
    "GET /api/accounts/": [listResponse(ACCOUNT)],
    "GET /api/transactions/payees/": [listResponse()],
    "GET /api/transactions/limits/": [json({ transfer: { limit: "10000.00", left: "5000.00" } })],
    "GET /api/accounts/100000000384/payee/": [json(PAYEE)],
    [PAY]: [STEP_UP, PAID],
    [DESCRIBE]: [DESCRIBED],
    [CONFIRM]: [NO_CONTENT()],
    ...responses,
  });
  renderPage(<TransferPage />, null, "/transfer");
  await user.click(await screen.findByRole("button", { name: "Continue" }));
  await user.click(await screen.findByRole("button", { name: "Pay now" }));
  const dialog = await screen.findByRole("dialog", { name: "Confirm this payment" });
  return within(dialog);
}

function to(route: string): Request[] {
  return sent.filter(({ method, url }) => `${method} ${new URL(url).pathname}` === route);
}

function headers(name: string): (string | null)[] {
  return to(PAY).map((request) => request.headers.get(name));
}

async function enterCode(dialog: Awaited<ReturnType<typeof pay>>, code = "123456") {
  await user.type(await dialog.findByLabelText("Authenticator code"), `${code}{Enter}`);
}

test("the bank's summary is shown, and a code sends the same payment with its confirmation", async () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  const dialog = await pay({});
  expect(await dialog.findByText("$1,500.00")).toBeDefined();
  expect(dialog.getByText("Matthew M.")).toBeDefined();
  expect(dialog.getByText("1000 0000 0384")).toBeDefined();
  await enterCode(dialog);
  expect(await screen.findByText("Payment sent")).toBeDefined();
  const [key] = headers("Idempotency-Key");
  expect(headers("Idempotency-Key")).toEqual([key, key]);
  expect(headers("Confirmation")).toEqual([null, ID]);
  expect(await Promise.all(to(PAY).map((request) => request.json()))).toEqual([BODY, BODY]);
  expect(await to(DESCRIBE)[0]?.json()).toEqual({
    method: "POST",
    path: "/api/transactions/transfer/",
    body: BODY,
    idempotency_key: key,
  });
});

test("a passkey confirms the payment", async () => {
  const asked = fakePasskeys();
  const dialog = await pay({});
  await user.click(await dialog.findByRole("button", { name: "Use passkey" }));
  expect(await screen.findByText("Payment sent")).toBeDefined();
  expect(asked).toEqual([PASSKEY_OPTIONS]);
  expect(await to(CONFIRM)[0]?.json()).toEqual({ credential: CREDENTIAL });
});

test("a wrong code shows a message, and the next one confirms", async () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  const dialog = await pay({ [CONFIRM]: [errorResponse(400, "factor_invalid"), NO_CONTENT()] });
  await enterCode(dialog, "111111");
  expect((await dialog.findByRole("alert")).textContent).toContain("This code is not correct.");
  await enterCode(dialog);
  expect(await screen.findByText("Payment sent")).toBeDefined();
  expect(to(DESCRIBE)).toHaveLength(1);
});

test("a cancelled payment is not sent again, and the review says that no money was moved", async () => {
  const dialog = await pay({});
  await user.click(await dialog.findByRole("button", { name: "Cancel" }));
  expect((await screen.findByRole("alert")).textContent).toBe("This was not confirmed, so no money was moved.");
  expect(to(PAY)).toHaveLength(1);
  expect(screen.getByRole("button", { name: "Pay now" })).toBeDefined();
});

test("after five wrong codes the payment is described again", async () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  const dialog = await pay({ [CONFIRM]: [errorResponse(404, "not_found"), NO_CONTENT()] });
  await enterCode(dialog, "111111");
  await user.click(await dialog.findByRole("button", { name: "Start again" }));
  await enterCode(dialog);
  expect(await screen.findByText("Payment sent")).toBeDefined();
  expect(to(DESCRIBE)).toHaveLength(2);
});

test("a dialog that stays open for five minutes expires", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  const dialog = await pay({});
  await dialog.findByText("$1,500.00");
  vi.advanceTimersByTime(301_000);
  expect(await dialog.findByRole("button", { name: "Start again" })).toBeDefined();
});

test("a confirmation that expired before the payment arrived is asked for again", async () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  const dialog = await pay({ [PAY]: [STEP_UP, STEP_UP, PAID] });
  await enterCode(dialog);
  await vi.waitFor(() => expect(to(DESCRIBE)).toHaveLength(2));
  const again = within(await screen.findByRole("dialog", { name: "Confirm this payment" }));
  await enterCode(again);
  expect(await screen.findByText("Payment sent")).toBeDefined();
});

test("a lost response to a confirmed payment does not ask again", async () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  const dialog = await pay({ [PAY]: [STEP_UP, "no response", PAID] });
  await enterCode(dialog);
  expect(await screen.findByText("Payment sent")).toBeDefined();
  expect(headers("Confirmation")).toEqual([null, ID, ID]);
  expect(new Set(headers("Idempotency-Key")).size).toBe(1);
  expect(to(DESCRIBE)).toHaveLength(1);
});

test("an error of the description is shown and can be tried again", async () => {
  const dialog = await pay({ [DESCRIBE]: [errorResponse(503, "unavailable"), DESCRIBED] });
  expect((await dialog.findByRole("alert")).textContent).toContain("The bank is busy.");
  await user.click(dialog.getByRole("button", { name: "Try again" }));
  expect(await dialog.findByText("$1,500.00")).toBeDefined();
});
