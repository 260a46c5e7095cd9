/** The security page: a change of the password, and known browsers. */

import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { errorResponse, json, listResponse, NO_CONTENT, signInAs } from "@/testing/api-mock";
import { WITH_TOTP } from "@/testing/factors";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { SecurityPage } from "./security";

const CHANGE = "POST /api/users/password/change/";
const BROWSER = {
  id: 3,
  browser: "Firefox 140 on Linux",
  first_seen_at: "2026-10-01T08:00:00.000000Z",
  last_seen_at: "2026-11-22T08:00:00.000000Z",
  current: false,
};

const user = userEvent.setup();

async function openSecurity(responses: Record<string, Response[]>): Promise<Request[]> {
  await signInAs("member");
  const sent = mockApi({
    "GET /api/sessions/": [listResponse()],
    "GET /api/users/factors/": [json(WITH_TOTP)],
    "GET /api/users/browsers/": [json([BROWSER]), json([])],
    ...responses,
  });
  renderPage(<SecurityPage />);
  await screen.findByText("Firefox 140 on Linux");
  return sent;
}

async function changePassword() {
  await user.type(screen.getByLabelText("Current password"), "demo-pass-2026");
  await user.type(screen.getByLabelText("New password"), "a long new password{Enter}");
}

test("a changed password is sent once and the form is emptied", async () => {
  const sent = await openSecurity({ [CHANGE]: [NO_CONTENT()] });
  await changePassword();
  await expect.poll(() => screen.getByLabelText<HTMLInputElement>("New password").value).toBe("");
  const bodies = await Promise.all(sent.filter(({ method }) => method === "POST").map((request) => request.json()));
  expect(bodies).toEqual([{ current_password: "demo-pass-2026", new_password: "a long new password" }]);
});

test("a wrong current password is shown at its field", async () => {
  const fields = { current_password: ["This password is not correct."] };
  await openSecurity({ [CHANGE]: [errorResponse(400, "invalid_request", { fields })] });
  await changePassword();
  expect(await screen.findByText("This password is not correct.")).toBeDefined();
  expect(document.activeElement).toBe(screen.getByLabelText("Current password"));
});

test("a known browser is removed from the list", async () => {
  await openSecurity({ "DELETE /api/users/browsers/3/": [NO_CONTENT()] });
  await user.click(screen.getByRole("button", { name: /^Remove/ }));
  expect(await screen.findByText("No known browsers.")).toBeDefined();
});

test("the security page says which second factors there are and links to them", async () => {
  await openSecurity({});
  expect(await screen.findByText("On: an authenticator app, 8 recovery codes left.")).toBeDefined();
  const link = screen.getByRole("link", { name: "Manage two-step sign-in" });
  expect(link.getAttribute("href")).toBe("/security/factors");
});
