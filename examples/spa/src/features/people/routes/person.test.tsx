/** A person for managers: changes, deactivation, sessions and second factors. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { errorResponse, json, listResponse, NO_CONTENT, signInAs, storeConfig } from "@/testing/api-mock";
import { showIn } from "@/testing/language";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { PersonPage } from "./person";

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
const SESSION = {
  id: 31,
  current: false,
  browser: "Firefox 140 on Linux",
  ip_address: "127.0.0.1",
  created_at: "2026-11-22T08:00:00.000000Z",
  last_active_at: "2026-11-22T08:30:00.000000Z",
  expires_at: "2026-11-29T08:00:00.000000Z",
};
const CHANGE = "PATCH /api/users/5/";
const RESET = "DELETE /api/users/5/factors/";
const ID = "5f0c6f0e-8f4b-4c52-9d8b-1f1f5f5f5f5f";
const STEP_UP = errorResponse(401, "step_up_required");

let user: UserEvent;

beforeEach(() => {
  user = userEvent.setup();
  vi.stubGlobal("PublicKeyCredential", undefined);
});

async function open(
  responses: Record<string, Response[]>,
  person: object = PERSON,
  details = "Details",
): Promise<Request[]> {
  await signInAs("manager");
  storeConfig();
  const sent = mockApi({
    "GET /api/users/5/": [json(person)],
    "GET /api/sessions/": [listResponse(SESSION), listResponse()],
    "POST /api/confirmations/": [
      json(
        {
          id: ID,
          expires_at: "",
          summary: { person: PERSON, role: { before: "cashier", after: "manager" } },
          methods: ["totp"],
        },
        201,
      ),
    ],
    [`POST /api/confirmations/${ID}/`]: [NO_CONTENT()],
    ...responses,
  });
  renderPage(<PersonPage />, null, "/people/:id", "/people/5");
  await screen.findByRole("heading", { name: details });
  return sent;
}

function to(sent: Request[], route: string): Request[] {
  return sent.filter(({ method, url }) => `${method} ${new URL(url).pathname}` === route);
}

test("only the changed fields are sent", async () => {
  const sent = await open({ [CHANGE]: [json({ ...PERSON, phone: "+1 555 0101" })] });
  await user.type(screen.getByLabelText("Phone"), "+1 555 0101{Enter}");
  await vi.waitFor(() => expect(to(sent, CHANGE)).toHaveLength(1));
  expect(await to(sent, CHANGE)[0]?.json()).toEqual({ phone: "+1 555 0101" });
});

test("a change of role is confirmed with a second factor and sent again", async () => {
  const sent = await open({ [CHANGE]: [STEP_UP, json({ ...PERSON, role: "manager" })] });
  await user.selectOptions(screen.getByLabelText("Role"), "manager");
  await user.click(screen.getByRole("button", { name: "Save" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Confirm the change of role" }));
  expect(await dialog.findByText("cashier → manager")).toBeDefined();
  await user.type(dialog.getByLabelText("Authenticator code"), "123456{Enter}");
  await vi.waitFor(() => expect(to(sent, CHANGE)).toHaveLength(2));
  expect(to(sent, CHANGE).map(({ headers }) => headers.get("Confirmation"))).toEqual([null, ID]);
  expect(await to(sent, "POST /api/confirmations/")[0]?.json()).toEqual({
    method: "PATCH",
    path: "/api/users/5/",
    body: { role: "manager" },
  });
});

test("a refused role shows who may give it", async () => {
  await open({ [CHANGE]: [errorResponse(403, "permission_denied")] });
  await user.selectOptions(screen.getByLabelText("Role"), "manager");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Only the administrator may");
});

test("a deactivation is confirmed first", async () => {
  const sent = await open({ [CHANGE]: [json({ ...PERSON, is_active: false })] });
  await user.click(screen.getByRole("button", { name: "Deactivate" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(to(sent, CHANGE)).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Deactivate" }));
  await vi.waitFor(() => expect(to(sent, CHANGE)).toHaveLength(1));
  expect(await to(sent, CHANGE)[0]?.json()).toEqual({ is_active: false });
});

test("a session is ended and removed from the list", async () => {
  await open({ "DELETE /api/sessions/31/": [NO_CONTENT()] });
  await user.click(await screen.findByRole("button", { name: /^Sign out ?, Firefox/ }));
  expect(await screen.findByText("Not signed in anywhere.")).toBeDefined();
});

test("second factors are removed after the manager's own confirmation", async () => {
  const sent = await open({ [RESET]: [STEP_UP, NO_CONTENT()] });
  await user.click(screen.getByRole("button", { name: "Remove second factors" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Remove" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Confirm the removal of second factors" }));
  await user.type(await dialog.findByLabelText("Authenticator code"), "123456{Enter}");
  await vi.waitFor(() => expect(to(sent, RESET)).toHaveLength(2));
  expect(to(sent, RESET)[1]?.headers.get("Confirmation")).toBe(ID);
});

test.each([
  [
    "es",
    "Datos",
    "24 ago 2026",
    "Última actividad: 22 nov 2026, 8:30 · 127.0.0.1",
    "Cerrar la sesión, Firefox 140 on Linux",
  ],
  [
    "ar",
    "التفاصيل",
    "24\u200f/08\u200f/2026",
    "آخر نشاط: 22\u200f/11\u200f/2026، 8:30 ص · 127.0.0.1",
    "تسجيل الخروج، Firefox 140 on Linux",
  ],
] as const)("in %s a person's page has the texts and dates of that language", async (...expected) => {
  const [language, details, joined, activity, signOut] = expected;
  await showIn(language, "people");
  await open({}, PERSON, details);
  expect(screen.getByText(joined)).toBeDefined();
  const plain = (text: string) => text.replace(/[\u2068\u2069]/g, "");
  expect(await screen.findByText((text) => plain(text) === activity)).toBeDefined();
  expect(
    screen.getByRole("button", { name: (name) => plain(name).replace(" ,", ",").replace(" ،", "،") === signOut }),
  ).toBeDefined();
});
