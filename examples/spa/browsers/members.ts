/** The members of the scenarios. Each engine has its own, each with an account and a balance. */

import { ApiScript } from "./api-script.ts";
import { Authenticator } from "./authenticator.ts";

export const PASSWORD = "demo-pass-2026";
export const STAFF = { cashier: "cashier@bank.com", manager: "manager@bank.com" };

export interface Member {
  email: string;
  fullName: string;
  account: string;
}

/** A member with an authenticator, whose codes it computes. */
export interface SecuredMember extends Member {
  authenticator: Authenticator;
}

/** Creates Ann and Bob for one engine and transport, so that engines can run in parallel. */
export async function createMembers(apiUrl: string, suffix: string): Promise<{ ann: Member; bob: Member }> {
  const cashier = new ApiScript(apiUrl);
  await cashier.post("/api/users/login/", {
    body: { email: STAFF.cashier, password: PASSWORD, transport: "cookie" },
  });
  return { ann: await createMember(cashier, "Ann", suffix), bob: await createMember(cashier, "Bob", suffix) };
}

/** Creates Tom, who has an authenticator. */
export async function createSecuredMember(apiUrl: string, suffix: string): Promise<SecuredMember> {
  const member = await createOneMember(apiUrl, "Tom", suffix);
  const script = new ApiScript(apiUrl);
  await script.post("/api/users/login/", { body: { email: member.email, password: PASSWORD, transport: "cookie" } });
  await script.post("/api/users/factors/proof/", { body: { password: PASSWORD } });
  const { secret } = await script.post<{ secret: string }>("/api/users/factors/totp/");
  const authenticator = new Authenticator(secret);
  await script.post("/api/users/factors/totp/confirm/", { body: { code: await authenticator.nextCode() } });
  return { ...member, authenticator };
}

/** Creates one member with an account and a balance. */
export async function createOneMember(apiUrl: string, name: string, suffix: string): Promise<Member> {
  const cashier = new ApiScript(apiUrl);
  await cashier.post("/api/users/login/", {
    body: { email: STAFF.cashier, password: PASSWORD, transport: "cookie" },
  });
  return createMember(cashier, name, suffix);
}

async function createMember(cashier: ApiScript, name: string, suffix: string): Promise<Member> {
  const email = `${name}.${suffix}@example.com`.toLowerCase();
  const fullName = `${name} Ashby`;
  const body = { email, password: PASSWORD, full_name: fullName };
  const { id } = await cashier.post<{ id: number }>("/api/users/register/", { body });
  const account = await cashier.post<{ number: string }>("/api/accounts/", { body: { owner: id, type: "current" } });
  const deposit = { account: account.number, amount: "500.00" };
  await cashier.post("/api/transactions/deposit/", { body: deposit, key: crypto.randomUUID() });
  return { email, fullName, account: account.number };
}
