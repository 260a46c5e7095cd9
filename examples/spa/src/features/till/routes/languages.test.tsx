/** The till in Spanish and Arabic: its texts, and the amounts as the language writes and reads them. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { bank } from "@/lib/bank";
import { json, signInAs, storeConfig } from "@/testing/api-mock";
import { isolated, showIn } from "@/testing/language";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TillPage } from "./till";

let user: UserEvent;

beforeEach(() => {
  user = userEvent.setup();
});

async function openTill(language: "es" | "ar", difference: string) {
  await signInAs("manager");
  storeConfig();
  await showIn(language, "till");
  const state = bank.session.getState();
  const id = state.status === "signed-in" ? state.user.id : 0;
  const tills = [{ cashier: { id, full_name: "Carl" }, balance: "1500.00" }];
  const sent = mockApi({
    "GET /api/tills/": [json({ vault: { balance: "9000.00" }, results: tills })],
    [`POST /api/tills/${id}/count/`]: [json({ expected: "1500.00", counted: "", difference }, 201)],
  });
  renderPage(<TillPage />);
  await screen.findByRole("heading", { level: 2, name: language === "es" ? "Todas las cajas" : "جميع الصناديق" });
  return () => sent.find(({ method }) => method === "POST")?.json();
}

test("a till is counted and funded in Spanish", async () => {
  const count = await openTill("es", "-5.50");
  expect(screen.getByRole("heading", { level: 1, name: "Caja" })).toBeDefined();
  expect(screen.getByText("9000,00 US$")).toBeDefined();
  await user.type(screen.getByLabelText("Efectivo contado"), "1.494,50{Enter}");
  expect((await screen.findByRole("status")).textContent).toBe(
    "Faltan 5,50\u00a0US$. Saldo esperado: 1500,00\u00a0US$. La diferencia queda registrada.",
  );
  expect(await count()).toEqual({ counted: "1494.50" });
  await user.click(screen.getByRole("button", { name: "Entregar efectivo a la caja de Carl" }));
  const dialog = within(await screen.findByRole("dialog", { name: "De la bóveda a la caja" }));
  expect(dialog.getByText("Carl. En la bóveda hay 9000,00 US$.")).toBeDefined();
  await user.type(dialog.getByLabelText("Importe"), "9000,01{Enter}");
  expect(dialog.getByText("Solo hay 9000,00 US$.")).toBeDefined();
});

test("a till is counted in Arabic, with Arabic digits", async () => {
  const count = await openTill("ar", "1.50");
  expect(screen.getByText("\u200f9,000.00 US$\u200e")).toBeDefined();
  await user.type(screen.getByLabelText("النقد المعدود"), "١٥٠١٫٥{Enter}");
  expect((await screen.findByRole("status")).textContent).toBe(
    `زيادة قدرها ${isolated("\u200f1.50\u00a0US$\u200e")}. ` +
      `الرصيد المتوقع: ${isolated("\u200f1,500.00\u00a0US$\u200e")}. تم تسجيل الفرق.`,
  );
  expect(await count()).toEqual({ counted: "1501.50" });
});
