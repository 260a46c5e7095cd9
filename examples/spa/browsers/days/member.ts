/** A member's first day, without help: from the invitation to a payment, a loan application, and a receipt. */

import type { ApiScript } from "../api-script.ts";
import type { BrowserUser } from "../browser-user.ts";
import type { Member } from "../members.ts";
import { acceptInvitation, type Invited, NEW_PASSWORD } from "./invited.ts";

/** Gives an invited member an account with money, at the counter. Returns its number. */
export async function openAccount(cashier: ApiScript, { id }: Invited, amount: string): Promise<string> {
  const { number } = await cashier.post<{ number: string }>("/api/accounts/", { body: { owner: id, type: "current" } });
  const deposit = { account: number, amount };
  await cashier.post("/api/transactions/deposit/", { body: deposit, key: crypto.randomUUID() });
  return number;
}

/** `hasPasskeys`: whether the browser has a device for passkeys that a test can control. */
export async function memberDay(
  user: BrowserUser,
  member: Invited,
  payee: Member,
  { hasPasskeys }: { hasPasskeys: boolean },
): Promise<void> {
  await acceptInvitation(user, member);
  if (hasPasskeys) await addPasskey(user);
  await pay(user, payee, { confirmsWithPasskey: hasPasskeys });
  await findPayment(user, payee);
  await applyForLoan(user);
}

async function addPasskey(user: BrowserUser): Promise<void> {
  await user.tab.addPasskeyDevice?.();
  await user.goTo("/security/factors");
  await user.click("Add a passkey");
  await user.fill("Name", "My phone");
  await user.click("Continue");
  await user.fill("Password", NEW_PASSWORD);
  await user.click("Confirm");
  await user.expectText("My phone");
  await user.expectNoDialog();
}

async function pay(user: BrowserUser, payee: Member, options: { confirmsWithPasskey: boolean }): Promise<void> {
  await user.goTo("/transfer");
  await user.fill("To account number", payee.account);
  await user.fill("Amount", "1,20.5");
  await user.click("Continue");
  await user.expectText("Please enter");
  await user.fill("Amount", "120.50");
  await user.fill("Description", "Half of the rent");
  await user.click("Continue");
  await user.expectRole("Review", "heading");
  await user.expectText("Bob A.");
  await user.expectText("$120.50");
  await user.click("Pay now");
  if (options.confirmsWithPasskey) await user.clickIn("dialog", "Use passkey");
  await user.expectText("Payment sent");
  await user.expectNoDialog();
}

async function findPayment(user: BrowserUser, payee: Member): Promise<void> {
  await user.click("View account", "link");
  await user.fill("Search transactions", "rent");
  await user.click("^Half of the rent", "link");
  await user.expectText("Transaction number");
  await user.expectText(payee.account.replace(/(\d{4})(?=\d)/g, "$1 "));
  await user.expectRole("Print", "button");
  await user.click("Download receipt");
}

async function applyForLoan(user: BrowserUser): Promise<void> {
  await user.click("Loans", "link");
  await user.click("^Apply", "link");
  await user.fill("Amount", "1000");
  await user.fill("Term in months", "12");
  await user.expectText("Annual percentage rate (APR)");
  await user.expectText("Total payable");
  await user.fill("What is the loan for", "A new roof");
  await user.click("^Apply");
  await user.expectRole("^Loan \\d", "heading");
  await user.expectText("A new roof");
}
