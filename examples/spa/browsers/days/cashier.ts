/** A cashier's first day: a new member, an account, cash in and out, and the count of the till in the evening. */

import type { BrowserUser } from "../browser-user.ts";
import { acceptInvitation, type Invited } from "./invited.ts";

export async function cashierDay(user: BrowserUser, cashier: Invited, suffix: string): Promise<void> {
  await acceptInvitation(user, cashier);
  const name = `Walk-in ${suffix}`;
  await addMember(user, name, `walk-in.${suffix}@example.com`.toLowerCase());
  await openAccount(user);
  await deposit(user, name, "250.00");
  await withdraw(user, name, "50.00");
  await countTill(user, "199.50");
}

async function addMember(user: BrowserUser, name: string, email: string): Promise<void> {
  await user.click("Members", "link");
  await user.click("New member");
  await user.fill("Full name", name);
  await user.fill("E-mail", email);
  await user.click("Invite");
  await user.expectRole(name, "heading");
  await user.expectNoDialog();
}

async function openAccount(user: BrowserUser): Promise<void> {
  await user.fill("Name \\(optional\\)", "Holidays");
  await user.click("Open account");
  await user.expectText("has been opened.");
}

async function deposit(user: BrowserUser, name: string, amount: string): Promise<void> {
  await user.click("Cash desk", "link");
  await user.fill("Member's account", name);
  await user.click(`^${name}`, "option");
  await user.fill("Amount in USD", amount);
  await user.click("Continue");
  await user.click(`Deposit $${amount}`);
  await user.expectText("Deposited");
}

async function withdraw(user: BrowserUser, name: string, amount: string): Promise<void> {
  await user.click("Same member again");
  await user.click(`^${name}`, "option");
  await user.choose("Withdraw");
  await user.fill("Amount in USD", amount);
  await user.click("Continue");
  await user.click(`Withdraw $${amount}`);
  await user.expectText("Withdrawn");
  await user.expectRole("Print", "button");
}

/** Half a dollar is missing. */
async function countTill(user: BrowserUser, counted: string): Promise<void> {
  await user.click("Till", "link");
  await user.expectText("$200.00");
  await user.fill("Counted", counted);
  await user.click("Record the count");
  await user.expectText("$0.50");
}
