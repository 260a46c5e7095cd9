/** The profile: name, phone, and a change of the e-mail address. */

import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { bank } from "@/lib/bank";
import { errorResponse, json, signInAs, storeConfig } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { ProfilePage } from "./profile";

const user = userEvent.setup();
let sent: Request[];

async function openProfile(responses: Record<string, Response[]>) {
  await signInAs("member");
  storeConfig();
  const state = bank.session.getState();
  const me = { ...(state.status === "signed-in" ? state.user : {}), phone: "", language: "en", is_active: true };
  sent = mockApi({ "GET /api/users/me/": [json(me), json({ ...me, full_name: "Mary Member" })], ...responses });
  renderPage(<ProfilePage />);
  await screen.findByLabelText("Full name");
}

beforeEach(() => {
  sent = [];
});

test("a changed name is saved and shown in the header", async () => {
  await openProfile({ "PATCH /api/users/me/": [json({})] });
  await user.clear(screen.getByLabelText("Full name"));
  await user.type(screen.getByLabelText("Full name"), "Mary Member{Enter}");
  await expect.poll(() => bank.session.getState()).toMatchObject({ user: { full_name: "Mary Member" } });
  expect(await sent.find(({ method }) => method === "PATCH")?.json()).toEqual({
    full_name: "Mary Member",
    phone: "",
    language: "en",
  });
});

test("a new address gets a mail", async () => {
  await openProfile({ "POST /api/users/me/email/": [new Response(null, { status: 202 })] });
  await user.type(screen.getByLabelText("New e-mail"), "mary@example.com");
  await user.type(screen.getByLabelText("Your password"), "demo-pass-2026{Enter}");
  expect(await screen.findByText(/on its way to mary@example.com/)).toBeDefined();
});

test("a wrong password is shown at its field", async () => {
  const fields = { password: ["This password is not correct."] };
  await openProfile({ "POST /api/users/me/email/": [errorResponse(400, "invalid_request", { fields })] });
  await user.type(screen.getByLabelText("New e-mail"), "mary@example.com");
  await user.type(screen.getByLabelText("Your password"), "wrong{Enter}");
  expect(await screen.findByText("This password is not correct.")).toBeDefined();
  expect(document.activeElement).toBe(screen.getByLabelText("Your password"));
});
