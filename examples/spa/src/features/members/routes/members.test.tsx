/** Members for staff: search, invitation, and a new account. */

import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { ACCOUNT, errorResponse, json, listResponse, signInAs } from "@/testing/api-mock";
import { showIn } from "@/testing/language";
import { LOAN } from "@/testing/loans";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { MemberPage } from "./member";
import { MembersPage } from "./members";

const MARIA = {
  id: 1,
  email: "member@example.com",
  full_name: "Maria Member",
  phone: "+1 555 0100",
  role: "member",
  is_active: true,
  date_joined: "2026-08-24T09:00:00.000000Z",
  last_login: null,
};
const PEOPLE = "/api/users/";

const user = userEvent.setup();

async function invite(...responses: Response[]) {
  await signInAs("cashier");
  const sent = mockApi({ [`GET ${PEOPLE}`]: [listResponse(MARIA)], [`POST ${PEOPLE}`]: responses });
  renderPage(<MembersPage />, null, "/members");
  await user.click(await screen.findByRole("button", { name: "New member" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Full name"), "Ann Ashby");
  await user.type(dialog.getByLabelText("E-mail"), "ann@example.com");
  await user.click(dialog.getByRole("button", { name: "Invite" }));
  return sent;
}

test("members are searched by the API and lead to their page", async () => {
  await signInAs("cashier");
  const sent = mockApi({ [`GET ${PEOPLE}`]: [listResponse(MARIA)] });
  renderPage(<MembersPage />);
  expect((await screen.findByRole("link", { name: "Maria Member" })).getAttribute("href")).toBe("/members/1");
  await user.type(screen.getByLabelText("Search"), " maria ");
  await expect
    .poll(() => Object.fromEntries(new URL(sent.at(-1)?.url ?? "").searchParams))
    .toMatchObject({ role: "member", search: "maria" });
});

test("a new member is invited as a member and shown", async () => {
  const sent = await invite(json({ ...MARIA, id: 31 }, 201));
  await screen.findByText("Now at /members/31");
  expect(await sent.find(({ method }) => method === "POST")?.json()).toEqual({
    full_name: "Ann Ashby",
    email: "ann@example.com",
    phone: "",
    role: "member",
  });
});

test("a taken address is shown at its field", async () => {
  await invite(
    errorResponse(400, "invalid_request", { fields: { email: ["This e-mail address is already registered."] } }),
  );
  expect(await screen.findByText("This e-mail address is already registered.")).toBeDefined();
});

test("a member's page shows accounts and arrears, and opens an account", async () => {
  await signInAs("cashier");
  const overdue = { since: "2026-09-11", days_late: 72, instalments: 2, amount: "533.10" };
  const sent = mockApi({
    "GET /api/users/1/": [json(MARIA)],
    "GET /api/accounts/": [listResponse(ACCOUNT)],
    "GET /api/loans/": [listResponse({ ...LOAN, status: "active", overdue })],
    "POST /api/accounts/": [json({ ...ACCOUNT, number: "100000000481" }, 201)],
  });
  renderPage(<MemberPage />, null, "/members/:id", "/members/1");
  expect(await screen.findByText("$533.10 overdue, 72 days late")).toBeDefined();
  expect(screen.getByText("Household")).toBeDefined();
  await user.type(await screen.findByLabelText("Name (optional)"), "Holidays{Enter}");
  await expect.poll(() => sent.some(({ method }) => method === "POST")).toBe(true);
  expect(await sent.find(({ method }) => method === "POST")?.json()).toEqual({
    owner: 1,
    type: "savings",
    name: "Holidays",
  });
  expect(sent.filter(({ url }) => url.includes("owner=1"))).not.toHaveLength(0);
});

test("an unknown member is not found", async () => {
  await signInAs("cashier");
  mockApi({ "GET /api/users/9/": [errorResponse(404, "not_found")] });
  renderPage(<MemberPage />, null, "/members/:id", "/members/9");
  expect(await screen.findByRole("heading", { name: "Member not found" })).toBeDefined();
});

test.each([
  ["es", "ltr", "Contacto", "24 ago 2026", "533,10 US$ vencidos, 72 días de atraso", "Abrir la cuenta"],
  [
    "ar",
    "rtl",
    "بيانات الاتصال",
    "24\u200f/08\u200f/2026",
    "\u200f533.10 US$\u200e متأخرات، منذ 72 يومًا",
    "فتح الحساب",
  ],
] as const)("in %s a member's page has the texts, dates and amounts of that language", async (...expected) => {
  const [language, direction, contact, since, arrears, action] = expected;
  await signInAs("cashier");
  await showIn(language, "members");
  const overdue = { since: "2026-09-11", days_late: 72, instalments: 2, amount: "533.10" };
  mockApi({
    "GET /api/users/1/": [json(MARIA)],
    "GET /api/accounts/": [listResponse(ACCOUNT)],
    "GET /api/loans/": [listResponse({ ...LOAN, status: "active", overdue })],
  });
  renderPage(<MemberPage />, null, "/members/:id", "/members/1");
  expect(await screen.findByText((text) => text.replace(/[\u2068\u2069]/g, "") === arrears)).toBeDefined();
  expect(screen.getByRole("heading", { name: contact })).toBeDefined();
  expect(screen.getByText(since)).toBeDefined();
  expect(screen.getByRole("button", { name: action })).toBeDefined();
  expect(document.documentElement.dir).toBe(direction);
});
