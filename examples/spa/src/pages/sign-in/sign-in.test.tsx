/** Signing in: what becomes of it is said in words, and one goes on where one wanted to go. */

import { screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { StrictMode } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { bank } from "../../settings";
import { bankAnswers, json, refused } from "../../testing/answers";
import { show } from "../../testing/show";
import { SignInPage } from "./sign-in";

const LOGIN = "POST /api/users/login/";
const LOGOUT = "POST /api/users/logout/";
const MARIA = { id: 1, email: "member@example.com", full_name: "Maria Member", role: "member" };
const SIGNED_IN = json({ user: MARIA, session: { id: 1, expires_at: "2030-01-01T00:00:00Z" } });

let user: UserEvent;

beforeEach(async () => {
  user = userEvent.setup();
  bankAnswers({ [LOGOUT]: [new Response(null, { status: 204 })] });
  await bank.session.signOut();
});

function arrive(state?: unknown) {
  show(
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

test("goes on where one wanted to go", async () => {
  arrive({ from: "/accounts/1" });
  const sent = bankAnswers({ [LOGIN]: [SIGNED_IN] });
  await signIn();
  expect(await screen.findByText("Now at /accounts/1")).toBeDefined();
  expect(await sent[0]?.json()).toMatchObject({ email: "member@example.com", password: "demo-pass-2026" });
});

test.each(["//elsewhere.example/", "/\\elsewhere.example/", "https://elsewhere.example/"])(
  "goes on to no %s",
  async (from) => {
    arrive({ from });
    bankAnswers({ [LOGIN]: [SIGNED_IN] });
    await signIn();
    expect(await screen.findByText("Now at /")).toBeDefined();
  },
);

test("asks for what is missing, and puts the cursor there", async () => {
  arrive();
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(screen.getByText("Please enter your e-mail.")).toBeDefined();
  expect(document.activeElement).toBe(screen.getByLabelText("E-mail"));
});

test("a wrong password is said, and can be typed again at once", async () => {
  arrive();
  bankAnswers({ [LOGIN]: [refused(401, "invalid_credentials")] });
  await signIn();
  expect((await screen.findByRole("alert")).textContent).toContain("do not belong together");
  expect(document.activeElement).toBe(screen.getByLabelText("Password"));
});

test("a second Enter while the first is on its way is no second sign-in", async () => {
  arrive();
  const sent = bankAnswers({ [LOGIN]: [SIGNED_IN] });
  await user.type(screen.getByLabelText("E-mail"), "member@example.com");
  await user.type(screen.getByLabelText("Password"), "demo-pass-2026");
  const form = screen.getByLabelText("E-mail").closest("form");
  form?.requestSubmit();
  form?.requestSubmit();
  await screen.findByText("Now at /");
  expect(sent).toHaveLength(1);
});

test("too many tries: the button waits until the bank listens again", async () => {
  arrive();
  bankAnswers({ [LOGIN]: [refused(429, "throttled", {}, { "Retry-After": "2" })] });
  await signIn();
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Sign in" });
  expect((await screen.findByRole("timer")).textContent).toBe("You can try again in 0:02");
  expect(button.disabled).toBe(true);
  await vi.waitFor(() => expect(button.disabled).toBe(false), { timeout: 4_000 });
});

test("a browser that somebody else holds is freed, and one is signed in", async () => {
  arrive();
  const sent = bankAnswers({
    [LOGIN]: [refused(409, "browser_in_use"), SIGNED_IN],
    [LOGOUT]: [new Response(null, { status: 204 })],
  });
  await signIn();
  await user.click(await screen.findByRole("button", { name: "Free this browser" }));
  await screen.findByText("Now at /");
  expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
    "/api/users/login/",
    "/api/users/logout/",
    "/api/users/login/",
  ]);
});

test("a bank that does not answer is said", async () => {
  arrive();
  bankAnswers({ [LOGIN]: ["no answer"] });
  await signIn();
  expect((await screen.findByRole("alert")).textContent).toContain("The bank cannot be reached.");
});

test("says why one was signed out", async () => {
  bankAnswers({ [LOGIN]: [SIGNED_IN] });
  await bank.session.signIn("member@example.com", "demo-pass-2026");
  bankAnswers({ "GET /api/users/me/": [refused(401, "session_expired")] });
  await bank.session.start();
  arrive();
  expect(screen.getByRole("alert").textContent).toContain("after a time without activity");
});
