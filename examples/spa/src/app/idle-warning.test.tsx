/** A session that is idle: the warning, staying signed in, and the end. */

import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bank } from "@/lib/bank";
import { json, listResponse, signInAs } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { IdleWarning } from "./idle-warning";

const SESSION = {
  id: 1,
  current: true,
  browser: "Firefox 140 on Linux",
  ip_address: "127.0.0.1",
  created_at: "2026-11-22T08:00:00.000000Z",
  last_active_at: "2026-11-22T08:00:00.000000Z",
  expires_at: "2026-11-22T10:00:00.000000Z",
};
const MINUTE_MS = 60_000;

let sent: Request[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  await signInAs("member");
  sent = mockApi({
    "GET /api/sessions/": [listResponse(SESSION)],
    "GET /api/users/me/": [json({})],
    "POST /api/users/token/refresh/": [json({})],
    "POST /api/users/logout/": [new Response(null, { status: 204 })],
  });
  renderPage(<IdleWarning />);
  await waitFor(() => expect(sent).toHaveLength(1));
});
afterEach(() => vi.useRealTimers());

/** Advances the clock, and shows the page as after the device has slept. */
function pass(minutes: number) {
  vi.setSystemTime(Date.now() + minutes * MINUTE_MS);
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
}

test("the warning is shown two minutes before the end, counted from the last request", async () => {
  pass(50);
  await bank.api.GET("/api/users/me/");
  pass(100);
  expect(screen.queryByRole("dialog")).toBeNull();
  pass(18.5);
  expect((await screen.findByRole("timer")).textContent).toBe("1:30");
});

test("staying extends the session", async () => {
  pass(119);
  const button = await screen.findByRole("button", { name: "Stay signed in" });
  const requests = sent.length;
  fireEvent.click(button);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent.length).toBeGreaterThan(requests);
});

test("at the end the pages show no user any more and the session is ended", async () => {
  pass(121);
  await waitFor(() => expect(bank.session.getState()).toEqual({ status: "signed-out", reason: "session_expired" }));
  await vi.waitFor(() =>
    expect(sent.some(({ method, url }) => method === "POST" && url.endsWith("/logout/"))).toBe(true),
  );
});
