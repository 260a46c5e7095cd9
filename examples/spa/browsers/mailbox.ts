/** The mails that the API of the browser tests has sent: it writes each into a folder. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { waitUntil } from "./system.ts";

const { MAIL_FOLDER = "" } = process.env;

/** The path of the link to set a password in the mail to this address, once that mail has been sent. */
export async function passwordLinkFor(email: string): Promise<string> {
  let link = "";
  await waitUntil(`a mail to ${email}`, async () => {
    link = mailsTo(email).flatMap((mail) => /\/reset-password\?\S+/.exec(mail) ?? [])[0] ?? "";
    return link !== "";
  });
  return link;
}

function mailsTo(email: string): string[] {
  const mails = readdirSync(MAIL_FOLDER).map((name) => readFileSync(join(MAIL_FOLDER, name), "utf8"));
  return mails.filter((mail) => mail.includes(`To: ${email}`));
}
