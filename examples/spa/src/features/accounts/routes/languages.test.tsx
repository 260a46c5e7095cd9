/** The account page in Spanish and Arabic: its texts, and the amounts and dates as the language writes them. */

import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { ACCOUNT, json, listResponse, signInAs } from "@/testing/api-mock";
import { isolated, showIn } from "@/testing/language";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { AccountPage } from "./account";

const ENTRY = {
  id: 9,
  transaction: 62,
  kind: "transfer",
  direction: "debit",
  amount: "1250.00",
  balance_after: "7277.03",
  description: "",
  counterparty: "100000000384",
  counterparty_name: "Matthew M.",
  reversed_by: null,
  booked_at: "2026-11-22T08:36:00.000000Z",
  value_date: "2026-11-22",
};

async function openAccount(language: "es" | "ar") {
  await signInAs("manager");
  await showIn(language, "accounts");
  mockApi({
    [`GET /api/accounts/${ACCOUNT.number}/`]: [json({ ...ACCOUNT, status: "frozen" })],
    [`GET /api/accounts/${ACCOUNT.number}/entries/`]: [listResponse(ENTRY)],
    [`GET /api/accounts/${ACCOUNT.number}/statement/`]: [new Response("%PDF-")],
  });
  renderPage(<AccountPage />, null, "/accounts/:number", `/accounts/${ACCOUNT.number}`);
  return within(await screen.findByRole("listitem"));
}

test("the account page is in Spanish", async () => {
  const entry = await openAccount("es");
  expect(document.documentElement.dir).toBe("ltr");
  screen.getByText("Esta cuenta está bloqueada. No se puede pagar desde ella. Comuníquese con la sucursal.");
  expect(screen.getAllByText("7277,03 US$")).toHaveLength(2);
  screen.getByText("24 ago 2026");
  expect(screen.getByRole("list", { name: "Movimientos del 22 nov 2026" })).toBeDefined();
  entry.getByText("−1250,00 US$");
  entry.getByText("A Matthew M., 1000 0000 0384");
  await userEvent.click(screen.getByRole("button", { name: "Desbloquear la cuenta" }));
  expect(await screen.findByRole("dialog", { name: "¿Desbloquear la cuenta?" })).toBeDefined();
});

test("the account page is in Arabic, from right to left", async () => {
  const entry = await openAccount("ar");
  expect(document.documentElement.dir).toBe("rtl");
  screen.getByText("هذا الحساب مجمّد. لا يمكن الدفع منه. يُرجى التواصل مع الفرع.");
  expect(screen.getAllByText("\u200f7,277.03 US$\u200e")).toHaveLength(2);
  screen.getByText("24\u200f/08\u200f/2026");
  expect(screen.getByRole("list", { name: `معاملات يوم ${isolated("22\u200f/11\u200f/2026")}` })).toBeDefined();
  entry.getByText("\u200f\u200e−1,250.00 US$\u200e");
  const party = `${isolated("Matthew M.")}، ${isolated("\u20661000 0000 0384\u2069")}`;
  entry.getByText(`إلى ${isolated(party)}`);
});

test.each([
  ["es", /^estado-de-cuenta-100000000287-\d{4}-\d\d-01-\d{4}-\d\d-\d\d\.pdf$/],
  ["ar", /^كشف-حساب-100000000287-\d{4}-\d\d-01-\d{4}-\d\d-\d\d\.pdf$/],
] as const)(
  "a statement without a name from the API has a name in %s, without marks of direction",
  async (language, name) => {
    const names: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
    Object.assign(URL, { createObjectURL: () => "blob:statement", revokeObjectURL: () => {} });
    await openAccount(language);
    await userEvent.click(screen.getByRole("button", { name: "PDF" }));
    await expect.poll(() => names).toEqual([expect.stringMatching(name)]);
  },
);
