/** The guards: which page a user must use before all others. */

import { act, render, screen } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, test } from "vitest";
import { bank } from "@/lib/bank";
import { errorResponse, json, signInAs } from "@/testing/api-mock";
import { mockApi } from "@/testing/server";
import { RequireAuth } from "./guards";

const MARIA = { id: 1, email: "member@example.com", full_name: "Maria Member", role: "member" };

function open(path = "/") {
  const pages = ["/", "/security/factors", "/change-password", "/sign-in"].map((one) => ({
    path: one,
    element: <p>Page {one}</p>,
  }));
  const router = createMemoryRouter([{ element: <RequireAuth />, children: pages }], { initialEntries: [path] });
  render(<RouterProvider router={router} />);
}

beforeEach(() => signInAs("cashier"));

test("a user whose role needs a second factor is led to its set-up, and let through once there is one", async () => {
  mockApi({ "GET /api/accounts/": [errorResponse(403, "factor_setup_required")] });
  open();
  expect(screen.getByText("Page /")).toBeDefined();
  await act(() => bank.api.GET("/api/accounts/"));
  expect(screen.getByText("Page /security/factors")).toBeDefined();
  act(() => bank.session.factorAdded());
  expect(bank.session.getState()).not.toHaveProperty("needsFactor");
});

test("a user with a stolen password is led to its change, and let through afterwards", async () => {
  const body = { user: { ...MARIA, must_change_password: true }, session: { id: 1, expires_at: "" } };
  mockApi({ "POST /api/users/login/": [json(body)] });
  await bank.session.signIn(MARIA.email, "demo-pass-2026");
  open();
  expect(screen.getByText("Page /change-password")).toBeDefined();
  act(() => bank.session.passwordChanged());
  expect(bank.session.getState()).toEqual({ status: "signed-in", user: MARIA });
});
