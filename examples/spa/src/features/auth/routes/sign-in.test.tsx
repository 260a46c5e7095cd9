/** The sign-in page with the password: errors, the return path, throttling and a browser in use. */

import { screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { StrictMode } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { bank } from "@/lib/bank";
import { errorResponse, json, storeConfig } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { SignInPage } from "./sign-in";

const LOGIN = "POST /api/users/login/";
const LOGOUT = "POST /api/users/logout/";
const MARIA = { id: 1, email: "member@example.com", full_name: "Maria Member", role: "member" };
const SIGNED_IN = json({ user: MARIA, session: { id: 1, expires_at: "2030-01-01T00:00:00Z" } });

let user: UserEvent;

beforeEach(async () => {
  user = userEvent.setup();
  storeConfig();
  mockApi({ [LOGOUT]: [new Response(null, { status: 204 })] });
  await bank.session.signOut();
});

function openSignIn(state?: unknown) {
  renderPage(
    <StrictMode>
      <SignInPage />
    </StrictMode>,
    state,
  );
}

async function signIn() {
  await user.type(screen.getByLabelText("E-mail"), " member@example.com ");
  await user.type(screen.getByLabelText("Password"), "demo-pass-2026{Enter}");
}

test("a sign-in returns to the requested page", async () => {
  openSignIn({ from: "/accounts/1" });
  const sent = mockApi({ [LOGIN]: [SIGNED_IN] });
  await signIn();
  expect(await screen.findByText("Now at /accounts/1")).toBeDefined();
  expect(await sent[0]?.json()).toMatchObject({ email: "member@example.com", password: "demo-pass-2026" });
});

test.each(["//elsewhere.example/", "/\\elsewhere.example/", "https://elsewhere.example/"])(
  "a sign-in does not redirect to %s",
  async (from) => {
    openSignIn({ from });
    mockApi({ [LOGIN]: [SIGNED_IN] });
    await signIn();
    expect(await screen.findByText("Now at /")).toBeDefined();
  },
);

test("a missing e-mail shows a message and gets the focus", async () => {
  openSignIn();
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(screen.getByText("Please enter your e-mail address.")).toBeDefined();
  expect(document.activeElement).toBe(screen.getByLabelText("E-mail"));
});

test("a wrong password shows a message and focuses the password", async () => {
  openSignIn();
  mockApi({ [LOGIN]: [errorResponse(401, "invalid_credentials")] });
  await signIn();
  expect((await screen.findByRole("alert")).textContent).toContain("Incorrect e-mail or password.");
  expect(document.activeElement).toBe(screen.getByLabelText("Password"));
});

test("a second Enter during a sign-in sends no second request", async () => {
  openSignIn();
  const sent = mockApi({ [LOGIN]: [SIGNED_IN] });
  await user.type(screen.getByLabelText("E-mail"), "member@example.com");
  await user.type(screen.getByLabelText("Password"), "demo-pass-2026");
  const form = screen.getByLabelText("E-mail").closest("form");
  form?.requestSubmit();
  form?.requestSubmit();
  await screen.findByText("Now at /");
  expect(sent).toHaveLength(1);
});

test("a throttled sign-in disables the button until Retry-After has passed", async () => {
  openSignIn();
  mockApi({ [LOGIN]: [errorResponse(429, "throttled", {}, { "Retry-After": "2" })] });
  await signIn();
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Sign in" });
  expect((await screen.findByRole("timer")).textContent).toBe("You can try again in 0:02");
  expect(button.disabled).toBe(true);
  await vi.waitFor(() => expect(button.disabled).toBe(false), { timeout: 4_000 });
});

test("a browser in use: the other user is signed out and this user signed in", async () => {
  openSignIn();
  const sent = mockApi({
    [LOGIN]: [errorResponse(409, "browser_in_use"), SIGNED_IN],
    [LOGOUT]: [new Response(null, { status: 204 })],
  });
  await signIn();
  await user.click(await screen.findByRole("button", { name: "Sign them out" }));
  await screen.findByText("Now at /");
  expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
    "/api/users/login/",
    "/api/users/logout/",
    "/api/users/login/",
  ]);
});

test("an unreachable API shows a message", async () => {
  openSignIn();
  mockApi({ [LOGIN]: ["no response"] });
  await signIn();
  expect((await screen.findByRole("alert")).textContent).toContain("The bank cannot be reached.");
});

test("the reason for an ended session is shown", async () => {
  mockApi({ [LOGIN]: [SIGNED_IN] });
  await bank.session.signIn("member@example.com", "demo-pass-2026");
  mockApi({ "GET /api/users/me/": [errorResponse(401, "session_expired")] });
  await bank.session.start();
  openSignIn();
  expect(screen.getByRole("alert").textContent).toContain("Your session has expired.");
});
