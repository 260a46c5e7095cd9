/** Devices: nothing is signed out before it was asked. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { bankAnswers, listOf, refused, signInAs } from "../../testing/answers";
import { show } from "../../testing/show";
import { SessionsPage } from "./sessions";

const END = "DELETE /api/sessions/2/";
const HERE = {
  id: 1,
  current: true,
  browser: "Firefox 140 on Linux",
  ip_address: "127.0.0.1",
  created_at: "2026-11-22T08:00:00Z",
  last_active_at: "2026-11-22T08:30:00Z",
  expires_at: "2026-11-29T08:00:00Z",
};
const THERE = { ...HERE, id: 2, current: false, browser: "Chrome 150 on Windows" };

let user: UserEvent;
let sent: Request[];

async function arrive(answers: Record<string, Response[]>) {
  await signInAs("member");
  sent = bankAnswers({ "GET /api/sessions/": [listOf(THERE, HERE), listOf(HERE)], ...answers });
  show(<SessionsPage />);
  await user.click(await screen.findByRole("button", { name: /^Sign out there/ }));
  return within(await screen.findByRole("dialog"));
}

function ended(): Request[] {
  return sent.filter(({ method }) => method !== "GET");
}

beforeEach(() => {
  user = userEvent.setup();
});

test("a browser is signed out once it is confirmed, and is gone from the list", async () => {
  const dialog = await arrive({ [END]: [new Response(null, { status: 204 })] });
  expect(dialog.getByText(/Chrome 150 on Windows is signed out at once/)).toBeDefined();
  expect(ended()).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Sign out there" }));
  await vi.waitFor(() => expect(screen.queryByText("Chrome 150 on Windows")).toBeNull());
  expect(ended()).toHaveLength(1);
});

test("nothing is signed out when the question is answered with no", async () => {
  const dialog = await arrive({});
  await user.click(dialog.getByRole("button", { name: "Cancel" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(ended()).toHaveLength(0);
});

test("a refusal is said in words", async () => {
  const dialog = await arrive({ [END]: [refused(503, "unavailable")] });
  await user.click(dialog.getByRole("button", { name: "Sign out there" }));
  expect((await screen.findByRole("alert")).textContent).toContain("The bank is busy.");
});
