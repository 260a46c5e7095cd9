/** The audit log: names in place of ids, the filter, and the export. */

import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { errorResponse, json, listResponse, signInAs } from "@/testing/api-mock";
import { showIn } from "@/testing/language";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { AuditLogPage } from "./audit-log";

const LIST = "GET /api/audit/events/";
const EVENT = {
  id: 120,
  at: "2026-11-22T08:36:00.000000Z",
  event: "session_revoked",
  user: 5,
  actor: 7,
  ip_address: "127.0.0.1",
  browser: "Firefox 140 on Linux",
  request_id: "0123456789abcdef",
  details: { session: 17 },
};

async function open(path = "/audit-log", ...events: (object | Response)[]): Promise<Request[]> {
  await signInAs("manager");
  const replies = events.map((one) => (one instanceof Response ? one : listResponse(one)));
  const sent = mockApi({
    [LIST]: replies.length ? replies : [listResponse(EVENT)],
    "GET /api/users/": [listResponse({ id: 5, full_name: "Carl Cashier" }, { id: 7, full_name: "Mia Manager" })],
  });
  renderPage(<AuditLogPage />, null, "/audit-log", path);
  return sent;
}

test("an event shows what happened, to whom and by whom", async () => {
  await open();
  const row = within((await screen.findAllByRole("listitem"))[0] as HTMLElement);
  expect(row.getByText("Session revoked")).toBeDefined();
  expect((await row.findByRole("link", { name: "Carl Cashier" })).getAttribute("href")).toBe("/people/5");
  expect(row.getByRole("link", { name: "Mia Manager" })).toBeDefined();
  expect(row.getByText(/Session: 17\./)).toBeDefined();
});

test("an event without a person says so", async () => {
  await open("/audit-log", { ...EVENT, event: "login_failed", user: null, actor: null });
  expect(await screen.findByText(/Nobody signed in/)).toBeDefined();
});

test("the filter of a link is sent, and can be changed", async () => {
  const sent = await open("/audit-log?user=5");
  expect(await screen.findByRole("button", { name: "Carl Cashier: show all people" })).toBeDefined();
  await userEvent.selectOptions(screen.getByLabelText("Event"), "login_failed");
  await expect.poll(() => sent.at(-1)?.url).toContain("event=login_failed");
  expect(new URL(sent.at(-1)?.url ?? "").searchParams.get("user")).toBe("5");
});

test("events are searched by the address and the id of a request, on Enter and when the field is left", async () => {
  const sent = await open();
  await screen.findByText("Session revoked");
  await userEvent.type(screen.getByLabelText("IP address"), " 203.0.113.7 {Enter}");
  await expect.poll(() => sent.at(-1)?.url).toContain("ip_address=203.0.113.7");
  await userEvent.type(screen.getByLabelText("Request ID"), "0123456789abcdef");
  const asked = sent.length;
  await userEvent.tab();
  await expect.poll(() => sent.at(-1)?.url).toContain("request_id=0123456789abcdef");
  expect(sent.at(-1)?.url).toContain("ip_address=203.0.113.7");
  expect(sent.slice(asked).length).toBe(1);
});

test("a request id that the API refuses is marked at its field", async () => {
  const message = "Must be 8 to 64 letters, digits and hyphens.";
  await open("/audit-log?request_id=1", errorResponse(400, "invalid_request", { fields: { request_id: [message] } }));
  const field = await screen.findByLabelText("Request ID");
  await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getAllByText(message).length).toBeGreaterThan(0);
  expect((field as HTMLInputElement).value).toBe("1");
});

test("the events are exported as CSV with the same filter", async () => {
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  Object.assign(URL, { createObjectURL: () => "blob:events", revokeObjectURL: () => {} });
  const csv = new Response("id", { headers: { "Content-Type": "text/csv" } });
  const sent = await open("/audit-log?event=login_failed", listResponse(EVENT), csv, json({}));
  await screen.findByText("Session revoked");
  await userEvent.click(screen.getByRole("button", { name: "CSV" }));
  await expect.poll(() => sent.map(({ url }) => new URL(url).search)).toContain("?event=login_failed&format=csv");
});

test.each([
  [
    "es",
    "Registro de auditoría",
    "Sesión revocada",
    "Carl Cashier, por Mia Manager · 127.0.0.1",
    /Sesión: 17\./,
    "22 nov 2026, 8:36",
  ],
  [
    "ar",
    "سجل التدقيق",
    "إلغاء جلسة",
    "Carl Cashier بواسطة Mia Manager · 127.0.0.1",
    /الجلسة: 17\./,
    "22\u200f/11\u200f/2026، 8:36 ص",
  ],
] as const)(
  "in %s the texts and the time are in that language",
  async (language, title, event, people, detail, time) => {
    await showIn(language, "audit");
    await open();
    expect(screen.getByRole("heading", { level: 1, name: title })).toBeDefined();
    const row = within((await screen.findAllByRole("listitem"))[0] as HTMLElement);
    expect(row.getByText(event)).toBeDefined();
    expect((await row.findByRole("link", { name: "Carl Cashier" })).getAttribute("href")).toBe("/people/5");
    expect(document.body.textContent).toContain(people);
    expect(row.getByText((text) => detail.test(text.replace(/[\u2068\u2069]/g, "")))).toBeDefined();
    expect(row.getByText(time)).toBeDefined();
  },
);
