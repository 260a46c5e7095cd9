/** The sign-in page with a second factor: codes, passkeys, wrong factors and the end of a challenge. */

import { act, screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bank } from "@/lib/bank";
import { errorResponse, json, NO_CONTENT, storeConfig } from "@/testing/api-mock";
import { CREDENTIAL, fakePasskeys, PASSKEY_OPTIONS } from "@/testing/passkeys";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { SignInPage } from "./sign-in";

const LOGIN = "POST /api/users/login/";
const FACTOR = "POST /api/users/login/factor/";
const LOGOUT = "POST /api/users/logout/";
const MARIA = { id: 1, email: "member@example.com", full_name: "Maria Member", role: "member" };
const SIGNED_IN = json({ user: MARIA, session: { id: 1, expires_at: "2030-01-01T00:00:00Z" } });
const WRONG = errorResponse(401, "factor_invalid");
const ENDED = "This sign-in took too long, or had too many wrong codes. Please enter your password again.";

let user: UserEvent;

beforeEach(async () => {
  user = userEvent.setup();
  storeConfig({ passkey_rp_id: "localhost" });
  mockApi({ [LOGOUT]: [NO_CONTENT()] });
  await bank.session.signOut();
});

afterEach(() => void vi.useRealTimers());

function due(...methods: string[]): Response {
  const passkey = methods.includes("passkey") ? { passkey: PASSKEY_OPTIONS } : {};
  return json({
    factor_required: { challenge: "c-1", methods, expires_at: "2026-11-22T08:05:00.000000Z", ...passkey },
  });
}

async function enterPassword(challenge: Response, responses: Record<string, Response[]>): Promise<Request[]> {
  const sent = mockApi({ [LOGIN]: [challenge], ...responses });
  renderPage(<SignInPage />);
  await user.type(screen.getByLabelText("E-mail"), "member@example.com");
  await user.type(screen.getByLabelText("Password"), "demo-pass-2026{Enter}");
  await screen.findByRole("heading", { name: "Confirm your sign-in" });
  return sent;
}

async function bodies(sent: Request[], route: string): Promise<unknown[]> {
  const those = sent.filter(({ method, url }) => `${method} ${new URL(url).pathname}` === route);
  return Promise.all(those.map((request) => request.json()));
}

test("a code of the authenticator completes the sign-in", async () => {
  const sent = await enterPassword(due("totp", "recovery_code"), { [FACTOR]: [SIGNED_IN] });
  expect(document.activeElement).toBe(screen.getByLabelText("Authenticator code"));
  await user.type(screen.getByLabelText("Authenticator code"), "123 456{Enter}");
  expect(await screen.findByText("Now at /")).toBeDefined();
  expect(await bodies(sent, FACTOR)).toEqual([{ challenge: "c-1", code: "123456" }]);
});

test("a code that does not have six digits is refused without a request", async () => {
  const sent = await enterPassword(due("totp"), {});
  await user.type(screen.getByLabelText("Authenticator code"), "12345{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("Please enter the six digits.");
  expect(await bodies(sent, FACTOR)).toEqual([]);
});

test("a recovery code completes the sign-in in place of the authenticator", async () => {
  const sent = await enterPassword(due("totp", "recovery_code"), { [FACTOR]: [SIGNED_IN] });
  await user.click(screen.getByRole("button", { name: "Use a recovery code" }));
  await user.type(screen.getByLabelText("Recovery code"), "ABCD-EFGH{Enter}");
  expect(await screen.findByText("Now at /")).toBeDefined();
  expect(await bodies(sent, FACTOR)).toEqual([{ challenge: "c-1", recovery_code: "ABCD-EFGH" }]);
});

test("a passkey completes the sign-in", async () => {
  const asked = fakePasskeys();
  const sent = await enterPassword(due("passkey", "totp"), { [FACTOR]: [SIGNED_IN] });
  await user.click(screen.getByRole("button", { name: "Use passkey" }));
  expect(await screen.findByText("Now at /")).toBeDefined();
  expect(asked).toEqual([PASSKEY_OPTIONS]);
  expect(await bodies(sent, FACTOR)).toEqual([{ challenge: "c-1", credential: CREDENTIAL }]);
});

test("a browser without passkeys offers the other methods only", async () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  await enterPassword(due("passkey", "totp"), {});
  expect(screen.getByLabelText("Authenticator code")).toBeDefined();
  expect(screen.queryByRole("button", { name: /passkey/ })).toBeNull();
});

test("a closed passkey prompt can be opened again and sends nothing", async () => {
  fakePasskeys("cancelled");
  const sent = await enterPassword(due("passkey"), {});
  await user.click(screen.getByRole("button", { name: "Use passkey" }));
  expect((await screen.findByRole("alert")).textContent).toBe("No passkey was used. Please try again.");
  expect(await bodies(sent, FACTOR)).toEqual([]);
});

test("a wrong code shows a message, and the field is emptied and focused", async () => {
  await enterPassword(due("totp"), { [FACTOR]: [WRONG, SIGNED_IN] });
  const field = screen.getByLabelText<HTMLInputElement>("Authenticator code");
  await user.type(field, "111111{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("This code is not correct.");
  expect(field.value).toBe("");
  expect(document.activeElement).toBe(field);
  await user.type(field, "123456{Enter}");
  expect(await screen.findByText("Now at /")).toBeDefined();
});

test("after five wrong codes the sign-in begins with the password", async () => {
  await enterPassword(due("totp"), { [FACTOR]: [WRONG] });
  const field = screen.getByLabelText("Authenticator code");
  for (let attempt = 1; attempt < 5; attempt += 1) {
    await user.type(field, "111111{Enter}");
    await screen.findByRole("alert");
  }
  await user.type(field, "111111{Enter}");
  expect(await screen.findByLabelText("Password")).toBeDefined();
  expect(screen.getByRole("alert").textContent).toContain(ENDED);
});

test("a challenge that is older than five minutes ends", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  await enterPassword(due("totp"), {});
  act(() => void vi.advanceTimersByTime(299_000 - 1_000));
  expect(screen.getByLabelText("Authenticator code")).toBeDefined();
  act(() => void vi.advanceTimersByTime(3_000));
  expect(await screen.findByLabelText("Password")).toBeDefined();
  expect(screen.getByRole("alert").textContent).toContain(ENDED);
});

test("the limit of codes disables the button until Retry-After has passed", async () => {
  await enterPassword(due("totp"), { [FACTOR]: [errorResponse(429, "throttled", {}, { "Retry-After": "75" })] });
  await user.type(screen.getByLabelText("Authenticator code"), "111111{Enter}");
  expect((await screen.findByRole("timer")).textContent).toBe("You can try again in 1:15");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Sign in" }).disabled).toBe(true);
});

test("a browser in use at the second step: the other user is signed out and the same code is sent again", async () => {
  const sent = await enterPassword(due("totp"), {
    [FACTOR]: [errorResponse(409, "browser_in_use"), SIGNED_IN],
    [LOGOUT]: [NO_CONTENT()],
  });
  await user.type(screen.getByLabelText("Authenticator code"), "123456{Enter}");
  await user.click(await screen.findByRole("button", { name: "Sign them out" }));
  expect(await screen.findByText("Now at /")).toBeDefined();
  const body = { challenge: "c-1", code: "123456" };
  expect(await bodies(sent, FACTOR)).toEqual([body, body]);
});

test("a user who starts again is asked for the password", async () => {
  await enterPassword(due("totp"), {});
  await user.click(screen.getByRole("button", { name: "Start again" }));
  expect(await screen.findByLabelText("Password")).toBeDefined();
});

const OPTIONS = "POST /api/users/login/passkey/options/";
const PASSKEY = "POST /api/users/login/passkey/";

test("a passkey alone signs in", async () => {
  fakePasskeys();
  const sent = mockApi({ [OPTIONS]: [json({ challenge: "c-2", passkey: PASSKEY_OPTIONS })], [PASSKEY]: [SIGNED_IN] });
  renderPage(<SignInPage />);
  await user.click(screen.getByRole("button", { name: "Sign in with a passkey" }));
  expect(await screen.findByText("Now at /")).toBeDefined();
  expect(await bodies(sent, PASSKEY)).toEqual([{ challenge: "c-2", credential: CREDENTIAL, transport: "cookie" }]);
});

test("a passkey that the bank does not know shows a message", async () => {
  fakePasskeys();
  mockApi({ [OPTIONS]: [json({ challenge: "c-2", passkey: PASSKEY_OPTIONS })], [PASSKEY]: [WRONG] });
  renderPage(<SignInPage />);
  await user.click(screen.getByRole("button", { name: "Sign in with a passkey" }));
  expect((await screen.findByRole("alert")).textContent).toBe("This passkey was not accepted. Please try again.");
});

test("a page outside the passkeys' domain offers none", () => {
  fakePasskeys();
  storeConfig({ passkey_rp_id: "bank.example" });
  renderPage(<SignInPage />);
  expect(screen.queryByRole("button", { name: "Sign in with a passkey" })).toBeNull();
});
