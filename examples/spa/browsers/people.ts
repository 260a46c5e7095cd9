/** The people of the scenarios: members of their own for each engine, each with an account and some money. */

import { Script } from "./http.ts";

export const PASSWORD = "demo-pass-2026";
export const STAFF = { cashier: "cashier@bank.com", manager: "manager@bank.com" };

export interface Member {
  email: string;
  fullName: string;
  account: string;
}

/** Ann and Bob, of this engine and transport alone, so that engines may run side by side. */
export async function annAndBob(apiUrl: string, where: string): Promise<{ ann: Member; bob: Member }> {
  const cashier = new Script(apiUrl);
  await cashier.post("/api/users/login/", {
    body: { email: STAFF.cashier, password: PASSWORD, transport: "cookie" },
  });
  return { ann: await enrol(cashier, "Ann", where), bob: await enrol(cashier, "Bob", where) };
}

async function enrol(cashier: Script, name: string, where: string): Promise<Member> {
  const email = `${name}.${where}@example.com`.toLowerCase();
  const fullName = `${name} Ashby`;
  const body = { email, password: PASSWORD, full_name: fullName };
  const { id } = await cashier.post<{ id: number }>("/api/users/register/", { body });
  const opened = await cashier.post<{ number: string }>("/api/accounts/", { body: { owner: id, type: "current" } });
  const deposit = { account: opened.number, amount: "500.00" };
  await cashier.post("/api/transactions/deposit/", { body: deposit, key: crypto.randomUUID() });
  return { email, fullName, account: opened.number };
}
