/** The page of a transaction in Spanish and Arabic: its texts, and the amounts and dates as the language writes them. */

import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { json, signInAs, storeConfig } from "@/testing/api-mock";
import { isolated, showIn } from "@/testing/language";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TransactionPage } from "./transaction";

const RECEIPT = {
  transaction: 62,
  bank_name: "Demo Savings Cooperative",
  kind: "deposit",
  status: "posted",
  amount: "1250.00",
  currency: "USD",
  description: "",
  from_account: null,
  to_account: { number: "100000000384", name: "Matthew M." },
  booked_at: "2026-11-22T08:36:00.000000Z",
  value_date: "2026-11-22",
  reverses: null,
  reversed_by: null,
  issued_on: "2026-11-23",
};

async function openTransaction(language: "es" | "ar", changes: object = {}) {
  await signInAs("manager");
  storeConfig();
  await showIn(language, "transactions");
  mockApi({ "GET /api/transactions/62/receipt/": [json({ ...RECEIPT, ...changes })] });
  renderPage(<TransactionPage />, null, "/transactions/:id", "/transactions/62");
}

test("the page of a transaction is in Spanish, with its reversal", async () => {
  await openTransaction("es");
  await screen.findByText("1250,00 US$");
  await expect.poll(() => document.title).toContain("Operación 62 · ");
  screen.getByText("22 nov 2026, 8:36");
  screen.getByText("22 nov 2026");
  screen.getByRole("button", { name: "Descargar el comprobante" });
  await userEvent.click(screen.getByRole("button", { name: "Revertir esta operación" }));
  await screen.findByRole("dialog", { name: "¿Revertir la operación 62?" });
  screen.getByText("Una operación nueva devuelve 1250,00 US$. Ambas permanecen en la contabilidad.");
});

test("the page of a reversed transaction is in Arabic, from right to left", async () => {
  await openTransaction("ar", { reversed_by: 70 });
  await screen.findByText("\u200f1,250.00 US$\u200e");
  expect(document.documentElement.dir).toBe("rtl");
  screen.getByText("22\u200f/11\u200f/2026، 8:36 ص");
  expect(screen.getByRole("link", { name: `بالمعاملة ${isolated("70")}` }).parentElement?.textContent).toBe(
    `تم عكس هذه المعاملة بالمعاملة ${isolated("70")}.`,
  );
  expect(screen.getByText("1000 0000 0384").getAttribute("dir")).toBe("ltr");
});
