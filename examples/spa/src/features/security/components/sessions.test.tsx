/** Active sessions: a session is ended after confirmation only. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { errorResponse, listResponse, signInAs } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { Sessions } from "./sessions";

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

async function openDialog(responses: Record<string, Response[]>) {
  await signInAs("member");
  sent = mockApi({ "GET /api/sessions/": [listResponse(THERE, HERE), listResponse(HERE)], ...responses });
  renderPage(<Sessions />);
  await user.click(await screen.findByRole("button", { name: /^Sign out ?, / }));
  return within(await screen.findByRole("dialog"));
}

function ended(): Request[] {
  return sent.filter(({ method }) => method !== "GET");
}

beforeEach(() => {
  user = userEvent.setup();
});

test("a confirmed session is ended and removed from the list", async () => {
  const dialog = await openDialog({ [END]: [new Response(null, { status: 204 })] });
  expect(dialog.getByText(/Chrome 150 on Windows will be signed out immediately/)).toBeDefined();
  expect(ended()).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Sign out" }));
  await vi.waitFor(() => expect(screen.queryByText("Chrome 150 on Windows")).toBeNull());
  expect(ended()).toHaveLength(1);
});

test("a cancelled dialog ends no session", async () => {
  const dialog = await openDialog({});
  await user.click(dialog.getByRole("button", { name: "Cancel" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(ended()).toHaveLength(0);
});

test("an error shows a message", async () => {
  const dialog = await openDialog({ [END]: [errorResponse(503, "unavailable")] });
  await user.click(dialog.getByRole("button", { name: "Sign out" }));
  expect((await screen.findByRole("alert")).textContent).toContain("The bank is busy.");
});
