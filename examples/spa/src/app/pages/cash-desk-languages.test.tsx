/** A deposit at the cash desk in Spanish and Arabic: its texts, and the amounts and dates as the language writes them. */

import { screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { ACCOUNT, json, listResponse, signInAs, transactionBody } from "@/testing/api-mock";
import { isolated, showIn } from "@/testing/language";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { CashDeskPage } from "./cash-desk";

const DEPOSITED = transactionBody({ id: 67, kind: "deposit", amount: "1250.50", to: ACCOUNT.number });

let user: UserEvent;

beforeEach(() => {
  user = userEvent.setup();
});

async function openCashDesk(language: "es" | "ar", account: object = ACCOUNT) {
  await signInAs("cashier");
  await showIn(language, "cash", "loans");
  mockApi({
    "GET /api/loans/": [listResponse()],
    "GET /api/accounts/": [listResponse(account)],
    "GET /api/transactions/limits/": [json({ transfer: { limit: "10000.00", left: "10000.00" } })],
    [`GET /api/accounts/${ACCOUNT.number}/`]: [json({ ...ACCOUNT, balance: "8527.53" })],
    "POST /api/transactions/deposit/": [json(DEPOSITED, 201)],
  });
  renderPage(<CashDeskPage />);
}

async function selectAccount(label: string) {
  await user.click(screen.getByLabelText(label, { selector: "input" }));
  await user.paste("Maria");
  await user.click(await screen.findByRole("option", { name: /Maria Member/ }));
}

test("a deposit is made in Spanish", async () => {
  await openCashDesk("es");
  expect(screen.getByRole("heading", { name: "Ventanilla" })).toBeDefined();
  await selectAccount("Cuenta del socio");
  expect(screen.getByText("7277,03 US$").parentElement?.textContent).toMatch(/^Disponible: 7277,03\sUS\$$/);
  await user.click(screen.getByLabelText("Importe en USD"));
  await user.paste("1.250,50");
  await user.keyboard("{Enter}");
  screen.getByRole("heading", {
    name: "¿Depositar 1250,50\u00a0US$ en efectivo en la cuenta 1000 0000 0287 de Maria Member?",
  });
  await user.click(screen.getByRole("button", { name: "Depositar 1250,50\u00a0US$" }));
  await screen.findByRole("heading", { name: "Depositado: 1250,50\u00a0US$" });
  screen.getByText("22 nov 2026, 8:36");
  expect(await screen.findByText("8527,53 US$")).toBeDefined();
});

test("a deposit is made in Arabic, from right to left", async () => {
  await openCashDesk("ar");
  await selectAccount("حساب العضو");
  await user.click(screen.getByLabelText(`المبلغ بعملة ${isolated("USD")}`));
  await user.paste("1250.5");
  await user.keyboard("{Enter}");
  const amount = "\u200f1,250.50\u00a0US$\u200e";
  const number = isolated("\u20661000 0000 0287\u2069");
  screen.getByRole("heading", {
    name: `هل تريد إيداع ${isolated(amount)} نقدًا في الحساب ${number} باسم ${isolated("Maria Member")}؟`,
  });
  await user.click(screen.getByRole("button", { name: `إيداع ${isolated(amount)}` }));
  await screen.findByRole("heading", { name: `تم إيداع ${amount}` });
  screen.getByText("22\u200f/11\u200f/2026، 8:36 ص");
});

test.each([
  ["es", "Cuenta del socio", "1000 0000 0287 · Household, bloqueada"],
  ["ar", "حساب العضو", `1000 0000 0287 · ${isolated("Household")}، مجمّد`],
] as const)("a frozen account is marked in %s", async (language, label, note) => {
  await openCashDesk(language, { ...ACCOUNT, status: "frozen" });
  await selectAccount(label);
  expect(screen.getByText("1000 0000 0287").parentElement?.textContent).toBe(note);
});
