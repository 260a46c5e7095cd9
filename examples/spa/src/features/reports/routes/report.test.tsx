/** A report: its totals and rows, the period, the download, and errors. */

import { fireEvent, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { errorResponse, json, signInAs } from "@/testing/api-mock";
import { showIn } from "@/testing/language";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { ReportPage } from "./report";

const READ = "GET /api/reports/loan-portfolio/";
const REPORT = {
  report: "loan-portfolio",
  title: "Loan portfolio",
  from: "2026-10-28",
  to: "2026-11-26",
  currency: "USD",
  columns: ["product", "days_late", "loans", "outstanding_principal"],
  rows: [{ product: "Household", days_late: "1-30", loans: 1200, outstanding_principal: "26565.49" }],
  summary: { loans: 1200, par30: "0.0312", outstanding: { "1-30": "26565.49" } },
};

async function open(responses: Record<string, Response[]> = {}): Promise<Request[]> {
  await signInAs("manager");
  const sent = mockApi({ [READ]: [json(REPORT)], ...responses });
  renderPage(<ReportPage />, null, "/reports/:name", "/reports/loan-portfolio");
  return sent;
}

test("amounts have a currency, counts have groups, and shares are percentages", async () => {
  await open();
  const table = within(await screen.findByRole("table", { name: "Loan portfolio" }));
  expect(table.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual([
    "Product",
    "Days late",
    "Loans",
    "Outstanding principal",
  ]);
  expect(table.getAllByRole("cell").map(({ textContent }) => textContent)).toEqual([
    "Household",
    "1-30",
    "1,200",
    "$26,565.49",
  ]);
  expect(screen.getByText("3.12%")).toBeDefined();
  expect(screen.getByText("Outstanding: 1-30")).toBeDefined();
});

test("a period is sent, and the API's message about it is shown at its field", async () => {
  const fields = { to: ["Must not be before from."] };
  const sent = await open({ [READ]: [json(REPORT), errorResponse(400, "invalid_request", { fields })] });
  await screen.findByRole("table", { name: "Loan portfolio" });
  fireEvent.change(screen.getByLabelText("To"), { target: { value: "2026-10-01" } });
  expect(await screen.findByText("Must not be before from.")).toBeDefined();
  expect(new URL(sent.at(-1)?.url ?? "").searchParams.get("to")).toBe("2026-10-01");
});

test("the rows are downloaded as CSV", async () => {
  const csv = new Response("a;b", {
    headers: { "Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="loan-portfolio.csv"' },
  });
  const names: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  Object.assign(URL, { createObjectURL: () => "blob:report", revokeObjectURL: () => {} });
  const sent = await open({ "GET /api/reports/loan-portfolio.csv": [csv] });
  await userEvent.click(await screen.findByRole("button", { name: "CSV" }));
  await expect.poll(() => names).toEqual(["loan-portfolio.csv"]);
  expect(new URL(sent.at(-1)?.url ?? "").search).toBe("?part=rows");
});

test("an unknown report says so", async () => {
  await open({ [READ]: [errorResponse(404, "not_found")] });
  expect(await screen.findByText("There is no report with this name.")).toBeDefined();
});

test.each([
  [
    "loan-portfolio",
    {},
    "Outstanding principal by days late",
    ["Days late", "Outstanding principal", "1-30", "$26,565.49"],
  ],
  [
    "daily-transactions",
    { from: "2026-11-26", rows: [{ day: "2026-11-26", kind: "deposit", count: 2, amount: "10.50", reverses: null }] },
    "Amounts by day",
    ["Day", "Deposit", "Withdrawal", "Transfer", "Nov 26, 2026", "$10.50", "$0.00", "$0.00"],
  ],
  [
    "member-growth",
    { rows: [{ month: "2026-11", joined: 3, members: 1204 }] },
    "Members at the end of each month",
    ["Month", "Joined", "Members", "November 2026", "3", "1,204"],
  ],
])("the report %s has a chart with its figures as a table", async (name, changes, title, cells) => {
  await open({ "GET /api/reports/loan-portfolio/": [json({ ...REPORT, report: name, ...changes })] });
  const table = await screen.findByRole("table", { name: title });
  expect([...table.querySelectorAll("th, td")].map(({ textContent }) => textContent)).toEqual(cells);
});

test.each([
  [
    "es",
    "Cartera de préstamos",
    "Del 28 oct 2026 al 26 nov 2026",
    "Días de atraso",
    "Capital pendiente: 1-30",
    "26.565,49 US$",
  ],
  [
    "ar",
    "محفظة القروض",
    "من 28\u200f/10\u200f/2026 إلى 26\u200f/11\u200f/2026",
    "أيام التأخر",
    "أصل الدين المتبقي: 1-30",
    "\u200f26,565.49 US$\u200e",
  ],
] as const)("in %s the texts, dates and amounts are in that language", async (...expected) => {
  const [language, title, period, column, total, amount] = expected;
  await showIn(language, "reports");
  await open();
  const table = within(await screen.findByRole("table", { name: title }));
  expect(screen.getByRole("heading", { level: 1, name: title })).toBeDefined();
  const text = document.body.textContent?.replace(/[\u2068\u2069]/g, "");
  expect(text).toContain(period);
  expect(table.getByRole("columnheader", { name: column })).toBeDefined();
  expect(text).toContain(total);
  expect(table.getByText(amount)).toBeDefined();
});
