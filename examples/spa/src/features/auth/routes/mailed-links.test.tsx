/** The pages that mails lead to, and those that request a mail. */

import { screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { beforeEach, expect, test } from "vitest";
import { errorResponse, json, NO_CONTENT, storeConfig } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { ConfirmEmailPage } from "./confirm-email";
import { ConfirmRegistrationPage } from "./confirm-registration";
import { ForgotPasswordPage } from "./forgot-password";
import { RegisterPage } from "./register";
import { ResetPasswordPage } from "./reset-password";

const RESET = "POST /api/users/password/reset/confirm/";
const PASSWORD = "a long new password";
const INVALID_TOKEN = errorResponse(400, "invalid_request", { fields: { token: ["This link is not valid."] } });

let user: UserEvent;
let sent: Request[];

function open(page: ReactNode, path: string, responses: Record<string, Response[]>) {
  storeConfig();
  sent = mockApi(responses);
  renderPage(page, null, path.split("?")[0], path);
}

function bodies() {
  return Promise.all(sent.map((request) => request.json()));
}

beforeEach(() => {
  user = userEvent.setup();
});

test("a forgotten password: the link is requested and the answer is the same for every address", async () => {
  open(<ForgotPasswordPage />, "/forgot-password", {
    "POST /api/users/password/reset/": [new Response(null, { status: 202 })],
  });
  await user.type(screen.getByLabelText("E-mail"), " ann@example.com {Enter}");
  expect((await screen.findByRole("status")).textContent).toContain("If ann@example.com belongs to a user");
  expect(await bodies()).toEqual([{ email: "ann@example.com" }]);
});

test("a mailed link sets the password", async () => {
  open(<ResetPasswordPage />, "/reset-password?uid=Mg&token=abc-123", { [RESET]: [NO_CONTENT()] });
  await user.type(screen.getByLabelText("New password"), `${PASSWORD}{Enter}`);
  expect(await screen.findByText(/Your password has been set/)).toBeDefined();
  expect(screen.getByRole("link", { name: "Sign in" })).toBeDefined();
  expect(await bodies()).toEqual([{ uid: "Mg", token: "abc-123", new_password: PASSWORD }]);
});

test("a short password is refused without a request", async () => {
  open(<ResetPasswordPage />, "/reset-password?uid=Mg&token=abc-123", {});
  await user.type(screen.getByLabelText("New password"), "short{Enter}");
  expect(screen.getByText("Please enter at least 12 characters.")).toBeDefined();
  expect(document.activeElement).toBe(screen.getByLabelText("New password"));
  expect(sent).toHaveLength(0);
});

test("the bank's refusal of a password is shown at the field", async () => {
  const fields = { new_password: ["This password is too common."] };
  open(<ResetPasswordPage />, "/reset-password?uid=Mg&token=abc-123", {
    [RESET]: [errorResponse(400, "invalid_request", { fields })],
  });
  await user.type(screen.getByLabelText("New password"), `${PASSWORD}{Enter}`);
  expect(await screen.findByText("This password is too common.")).toBeDefined();
});

test.each([
  ["reset", <ResetPasswordPage key="1" />, "New password", RESET],
  ["registration", <ConfirmRegistrationPage key="2" />, "Password", "POST /api/users/register/confirm/"],
])("a used or old link of a %s offers a new one", async (_, page, label, route) => {
  open(page, "/link?uid=Mg&token=old", { [route]: [INVALID_TOKEN] });
  await user.type(screen.getByLabelText(label), `${PASSWORD}{Enter}`);
  expect((await screen.findByRole("alert")).textContent).toContain("This link is not valid any more.");
});

test("a link without uid and token is not valid", () => {
  open(<ResetPasswordPage />, "/reset-password", {});
  expect(screen.getByRole("link", { name: "Request a new link" })).toBeDefined();
});

test("a new address is confirmed by a press and not by opening the link", async () => {
  open(<ConfirmEmailPage />, "/confirm-email?uid=Mg&token=abc", {
    "POST /api/users/me/email/confirm/": [NO_CONTENT()],
  });
  expect(sent).toHaveLength(0);
  await user.click(screen.getByRole("button", { name: "Confirm" }));
  expect(await screen.findByText(/Your e-mail address has been changed/)).toBeDefined();
});

async function register() {
  await user.type(screen.getByLabelText("Full name"), "Ann Ashby");
  await user.type(screen.getByLabelText("E-mail"), "ann@example.com");
  await user.type(screen.getByLabelText("Password"), `${PASSWORD}{Enter}`);
}

const REGISTER = "POST /api/users/register/";

test("a registration is confirmed by mail", async () => {
  open(<RegisterPage />, "/register", { [REGISTER]: [new Response(null, { status: 202 })] });
  await register();
  expect((await screen.findByRole("status")).textContent).toContain("Please check your mail");
});

test("without confirmation a new member can sign in at once", async () => {
  open(<RegisterPage />, "/register", { [REGISTER]: [json({ id: 9 }, 201)] });
  await register();
  expect(await screen.findByRole("link", { name: "Sign in" })).toBeDefined();
});

test("a taken address is shown at the field", async () => {
  const fields = { email: ["This e-mail address is already registered."] };
  open(<RegisterPage />, "/register", { [REGISTER]: [errorResponse(400, "invalid_request", { fields })] });
  await register();
  expect(await screen.findByText("This e-mail address is already registered.")).toBeDefined();
  expect(document.activeElement).toBe(screen.getByLabelText("E-mail"));
});
