/** A transfer in Spanish and Arabic: its texts, and the amounts and dates as the language writes and reads them. */

import { screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { ACCOUNT, json, listResponse, signInAs, transactionBody } from "@/testing/api-mock";
import { isolated, showIn } from "@/testing/language";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TransferPage } from "./transfer";

const PAYEE = { number: "100000000384", name: "Matthew M." };
const PAID = transactionBody({ id: 66, kind: "transfer", amount: "1250.50", from: ACCOUNT.number, to: PAYEE.number });

let user: UserEvent;

beforeEach(() => {
  user = userEvent.setup();
});

async function openTransfer(language: "es" | "ar", search = "") {
  await signInAs("member");
  await showIn(language, "transfers");
  const sent = mockApi({
    "GET /api/accounts/": [listResponse(ACCOUNT)],
    "GET /api/transactions/payees/": [listResponse()],
    "GET /api/transactions/limits/": [json({ transfer: { limit: "10000.00", left: "5000.00" } })],
    "GET /api/accounts/100000000384/payee/": [json(PAYEE)],
    "POST /api/transactions/transfer/": [json(PAID, 201)],
  });
  renderPage(<TransferPage />, null, "/transfer", `/transfer${search}`);
  return sent;
}

async function fill(payee: string, amount: string, value: string) {
  await user.click(screen.getByLabelText(payee, { selector: "input" }));
  await user.paste(PAYEE.number);
  await user.click(screen.getByLabelText(amount));
  await user.paste(value);
  await user.keyboard("{Enter}");
}

test("a transfer is made in Spanish, with a comma before the decimals", async () => {
  const sent = await openTransfer("es");
  await screen.findByText("Le quedan 5000,00 US$ de su límite de hoy");
  expect(screen.getByLabelText("Importe").getAttribute("placeholder")).toBe("0,00");
  await fill("A la cuenta número", "Importe", "1.250,5");
  await screen.findByRole("heading", { name: "Revisión" });
  screen.getByText("1250,50 US$");
  screen.getByText("Inmediata. Los pagos no se pueden cancelar.");
  await user.click(screen.getByRole("button", { name: "Pagar ahora" }));
  await screen.findByRole("heading", { name: "Pago enviado" });
  screen.getByText("22 nov 2026, 8:36");
  const payment = sent.find(({ method }) => method === "POST");
  expect(await payment?.json()).toMatchObject({ amount: "1250.50" });
});

test("a transfer in Arabic takes Arabic digits, and keeps the order of account numbers", async () => {
  await openTransfer("ar");
  await screen.findByText(`المتبقي من حد اليوم: ${isolated("\u200f5,000.00 US$\u200e")}`);
  expect(screen.getByLabelText<HTMLInputElement>("من حساب", { selector: "input" }).value).toBe(
    "Household · \u20661000 0000 0287\u2069",
  );
  const payee = screen.getByLabelText("إلى الحساب رقم", { selector: "input" });
  expect(payee.closest("[dir]")?.getAttribute("dir")).toBe("ltr");
  await fill("إلى الحساب رقم", "المبلغ", "١٬٢٥٠٫٥");
  await screen.findByRole("heading", { name: "المراجعة" });
  screen.getByText("\u200f1,250.50 US$\u200e");
  await user.click(screen.getByRole("button", { name: "ادفع الآن" }));
  await screen.findByRole("heading", { name: "تم إرسال الدفعة" });
  screen.getByText("22\u200f/11\u200f/2026، 8:36 ص");
});

test("an amount over today's limit is refused in Spanish", async () => {
  await openTransfer("es");
  await screen.findByText("Le quedan 5000,00 US$ de su límite de hoy");
  await fill("A la cuenta número", "Importe", "5000,01");
  expect(screen.getByText("De su límite de hoy le quedan 5000,00 US$.")).toBeDefined();
});

test("the amount in a link to the page is shown with the decimal comma of Spanish", async () => {
  await openTransfer("es", "?amount=12.50");
  expect((await screen.findByLabelText<HTMLInputElement>("Importe")).value).toBe("12,50");
});
