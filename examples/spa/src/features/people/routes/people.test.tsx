/** People for managers: search, filter and invitation. */

import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { errorResponse, json, listResponse, signInAs } from "@/testing/api-mock";
import { showIn } from "@/testing/language";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { PeoplePage } from "./people";

const PERSON = {
  id: 5,
  email: "carl@bank.com",
  full_name: "Carl Cashier",
  phone: "",
  role: "cashier",
  is_active: true,
  date_joined: "2026-08-24T09:00:00.000000Z",
  last_login: null,
};
const PEOPLE = "/api/users/";

const user = userEvent.setup();

async function open(responses: Record<string, Response[]> = {}): Promise<Request[]> {
  await signInAs("manager");
  const sent = mockApi({ [`GET ${PEOPLE}`]: [listResponse(PERSON)], ...responses });
  renderPage(<PeoplePage />, null, "/people");
  await screen.findByRole("link", { name: "Carl Cashier" });
  return sent;
}

async function openInvitation() {
  await user.click(screen.getByRole("button", { name: "New person" }));
  return within(await screen.findByRole("dialog", { name: "New person" }));
}

async function invite(response: Response): Promise<Request[]> {
  const sent = await open({ [`POST ${PEOPLE}`]: [response] });
  const dialog = await openInvitation();
  await user.type(dialog.getByLabelText("Full name"), "Ann Ashby");
  await user.type(dialog.getByLabelText("E-mail"), "ann@example.com");
  await user.selectOptions(dialog.getByLabelText("Role"), "manager");
  await user.click(dialog.getByRole("button", { name: "Invite" }));
  return sent;
}

test("people are searched and filtered by role by the API, and lead to their page", async () => {
  const sent = await open();
  expect(screen.getByRole("link", { name: "Carl Cashier" }).getAttribute("href")).toBe("/people/5");
  expect(new URL(sent[0]?.url ?? "").searchParams.has("role")).toBe(false);
  await user.type(screen.getByLabelText("Search"), " carl ");
  await user.selectOptions(screen.getByLabelText("Role"), "cashier");
  await expect
    .poll(() => Object.fromEntries(new URL(sent.at(-1)?.url ?? "").searchParams))
    .toMatchObject({ role: "cashier", search: "carl" });
});

test("a new person is invited with the chosen role and shown", async () => {
  const sent = await invite(json({ ...PERSON, id: 31, role: "manager" }, 201));
  await screen.findByText("Now at /people/31");
  expect(await sent.find(({ method }) => method === "POST")?.json()).toEqual({
    full_name: "Ann Ashby",
    email: "ann@example.com",
    phone: "",
    role: "manager",
  });
});

test("a refused invitation shows who may create managers", async () => {
  await invite(errorResponse(403, "permission_denied"));
  expect((await screen.findByRole("alert")).textContent).toContain("Only the administrator may create");
});

test("an invitation without name and address is not sent", async () => {
  const sent = await open();
  const dialog = await openInvitation();
  await user.click(dialog.getByRole("button", { name: "Invite" }));
  expect(dialog.getByText("Please enter a name.")).toBeDefined();
  expect(dialog.getByText("Please enter an e-mail address.")).toBeDefined();
  expect(sent.some(({ method }) => method === "POST")).toBe(false);
});

test.each([
  ["es", "Personas", "Nueva persona", "Cajero", "Nombre, correo electrónico o teléfono"],
  ["ar", "الأشخاص", "شخص جديد", "أمين صندوق", "الاسم أو البريد الإلكتروني أو الهاتف"],
] as const)("in %s the list of people has the texts of that language", async (language, title, action, role, hint) => {
  await showIn(language, "people");
  await open();
  expect(screen.getByRole("heading", { level: 1, name: title })).toBeDefined();
  expect(screen.getByRole("button", { name: action })).toBeDefined();
  expect(within(screen.getByRole("listitem")).getByText(role)).toBeDefined();
  expect(screen.getByText(hint)).toBeDefined();
});
