/** A loan and an application in Spanish and Arabic: the texts, and amounts, rates and dates as the language writes them. */

import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { ACCOUNT, json, listResponse, signInAs } from "@/testing/api-mock";
import { showIn } from "@/testing/language";
import { LOAN, PRODUCT, QUOTE } from "@/testing/loans";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { ApplyPage } from "./apply";
import { LoanPage } from "./loan";

const OVERDUE = { since: "2026-09-11", days_late: 72, instalments: 2, amount: "533.10" };
const INSTALMENT = {
  number: 1,
  due_date: "2026-09-11",
  principal: "90.00",
  interest: "10.00",
  total: "100.00",
  balance_after: "910.00",
  paid: "0.00",
  status: "late",
};

const user = userEvent.setup();

/** Without the marks of direction, and with plain spaces. */
function plain(text: string | null): string {
  return (text ?? "").replace(/[\u061c\u200e\u200f\u2066-\u2069]/g, "").replace(/[\u00a0\u202f]/g, " ");
}

async function openLoan(language: "es" | "ar") {
  await signInAs("member");
  await showIn(language, "loans");
  mockApi({
    "GET /api/loans/12/": [json({ ...LOAN, status: "active", overdue: OVERDUE })],
    "GET /api/loans/12/schedule/": [json([INSTALMENT])],
    "GET /api/loans/12/payoff/": [json({ principal: "0.00", interest: "0.00", penalties: "0.00", total: "0.00" })],
    "GET /api/accounts/": [listResponse(ACCOUNT)],
  });
  renderPage(<LoanPage />, null, "/loans/:id", "/loans/12");
  return within(await screen.findByRole("table"));
}

async function openApplication(language: "es" | "ar") {
  await signInAs("member");
  await showIn(language, "loans");
  mockApi({
    "GET /api/loans/products/": [listResponse({ ...PRODUCT, late_fee: "5.00", late_fee_after_days: 7 })],
    "GET /api/accounts/": [listResponse(ACCOUNT)],
    "POST /api/loans/quote/": [json(QUOTE)],
  });
  renderPage(<ApplyPage />, null, "/loans/apply");
}

test("a loan is shown and paid in Spanish", async () => {
  const schedule = await openLoan("es");
  screen.getByText("Vencido, 2 cuotas, 72 días de atraso");
  expect(plain(document.body.textContent)).toContain("533,10 US$ desde el 11 sept 2026");
  screen.getByText("12,5 % anual, cuotas iguales");
  schedule.getByRole("columnheader", { name: "Cuota" });
  expect(plain(schedule.getAllByRole("row")[1]?.textContent ?? "")).toContain("11 sept 2026Atrasada");
  await user.click(await screen.findByRole("button", { name: "Continuar" }));
  const dialog = within(await screen.findByRole("dialog", { name: "¿Realizar este pago?" }));
  dialog.getByText("Pagar 533,10 US$ del préstamo 12 desde la cuenta 1000 0000 0287.");
});

test("a loan is shown and paid in Arabic, from right to left", async () => {
  const schedule = await openLoan("ar");
  expect(document.documentElement.dir).toBe("rtl");
  expect(plain(document.body.textContent)).toContain("متأخر، قسطان، تأخر 72 يومًا");
  expect(plain(document.body.textContent)).toContain("533.10 US$ منذ 11/09/2026");
  expect(plain(document.body.textContent)).toContain("12.5% سنويًا، أقساط متساوية");
  schedule.getByRole("columnheader", { name: "القسط" });
  await user.click(await screen.findByRole("button", { name: "متابعة" }));
  const dialog = await screen.findByRole("dialog", { name: "هل تريد تنفيذ هذه الدفعة؟" });
  expect(plain(dialog.textContent)).toContain("دفع 533.10 US$ للقرض 12 من الحساب 1000 0000 0287.");
});

test.each([
  [
    "es",
    "12,5 % de interés anual; 5,00 US$ por una cuota con más de 7 días de atraso",
    "Escriba un importe de 100,00 US$ a 5000,00 US$.",
    "Importe",
    "Solicitar",
  ],
  [
    "ar",
    "فائدة سنوية 12.5%؛ 5.00 US$ عن كل قسط يتأخر أكثر من 7 أيام",
    "يُرجى إدخال مبلغ من 100.00 US$ إلى 5,000.00 US$.",
    "المبلغ",
    "تقديم الطلب",
  ],
] as const)("in %s an application has the costs and errors of that language", async (...expected) => {
  const [language, terms, error, amount, action] = expected;
  await openApplication(language);
  await user.type(await screen.findByLabelText(amount), "99");
  await user.click(screen.getByRole("button", { name: action }));
  expect(plain(document.body.textContent)).toContain(terms);
  expect(plain(document.body.textContent)).toContain(error);
});
