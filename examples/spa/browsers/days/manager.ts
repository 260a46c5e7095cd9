/** A manager's day: a loan is decided, a cashier is invited, a till is funded, a report and the audit log are read. */

import type { ApiScript } from "../api-script.ts";
import type { BrowserUser } from "../browser-user.ts";
import { STAFF } from "../members.ts";

/** A member's application for a loan. */
export async function applyForLoan(member: ApiScript, account: string, purpose: string): Promise<number> {
  const { results } = await member.get<{ results: { id: number }[] }>("/api/loans/products/?is_active=true");
  const body = { product: results[0]?.id, amount: "900.00", term_months: 12, account, purpose };
  const { id } = await member.post<{ id: number }>("/api/loans/", { body });
  return id;
}

export async function managerDay(user: BrowserUser, loan: number, suffix: string): Promise<void> {
  await user.goTo("/");
  await user.signIn({ email: STAFF.manager });
  await user.expectRole("Overview", "heading");
  await approve(user, loan);
  await inviteCashier(user, suffix);
  await readReport(user);
  await readAuditLog(user);
}

async function approve(user: BrowserUser, loan: number): Promise<void> {
  await user.goTo(`/loans/${loan}`);
  await user.expectRole("Decision", "heading");
  await user.expectText("Borrower");
  await user.click("Approve");
  await user.expectText("12 months at");
  await user.clickIn("dialog", "Approve");
  await user.expectNoDialog();
  await user.expectText("Approved");
}

async function inviteCashier(user: BrowserUser, suffix: string): Promise<void> {
  await user.click("People", "link");
  await user.click("New person");
  await user.fill("Full name", `Second cashier ${suffix}`);
  await user.fill("E-mail", `second-cashier.${suffix}@example.com`.toLowerCase());
  await user.click("Invite");
  await user.expectRole(`Second cashier ${suffix}`, "heading");
  await user.expectNoDialog();
}

async function readReport(user: BrowserUser): Promise<void> {
  await user.click("Reports", "link");
  await user.click("Trial balance", "link");
  await user.expectRole("Totals", "heading");
  await user.expectRole("Print", "button");
}

/** The other tests write many events: those of the kind are the newest. */
async function readAuditLog(user: BrowserUser): Promise<void> {
  await user.click("Audit log", "link");
  await user.expectRole("Audit log", "heading");
  await user.goTo("/audit-log?event=loan_approved");
  await user.expectText("Ann Ashby");
}
