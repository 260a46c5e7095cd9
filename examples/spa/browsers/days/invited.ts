/** People who are invited by mail, as the bank's staff invite them. */

import { ApiScript } from "../api-script.ts";
import type { BrowserUser } from "../browser-user.ts";
import { passwordLinkFor } from "../mailbox.ts";
import { PASSWORD, STAFF } from "../members.ts";

export const NEW_PASSWORD = "a-password-of-my-own-7391";

export interface Invited {
  id: number;
  email: string;
  full_name: string;
}

/** The API with a signed-in person of the demo bank. */
export async function signedInScript(apiUrl: string, email: string): Promise<ApiScript> {
  const script = new ApiScript(apiUrl);
  await script.post("/api/users/login/", { body: { email, password: PASSWORD, transport: "cookie" } });
  return script;
}

/** Invites a person with this role; the address is unique for the engine and the transport. */
export async function invite(apiUrl: string, role: string, suffix: string): Promise<Invited> {
  const manager = await signedInScript(apiUrl, STAFF.manager);
  const person = { email: `new-${role}.${suffix}@example.com`.toLowerCase(), full_name: `New ${role} ${suffix}`, role };
  const { id } = await manager.post<{ id: number }>("/api/users/", { body: person });
  return { id, ...person };
}

/** Opens the link of the invitation, sets a password, and signs in with it. */
export async function acceptInvitation(user: BrowserUser, { email }: Pick<Invited, "email">): Promise<void> {
  await user.goTo(await passwordLinkFor(email));
  await user.expectRole("Set your password", "heading");
  await user.fill("New password", NEW_PASSWORD);
  await user.click("Set the password");
  await user.expectText("Your password has been set.");
  await user.click("^Sign in", "link");
  await user.signIn({ email }, NEW_PASSWORD);
  await user.expectRole("Overview", "heading");
}
