/** The uid and token of a link in a mail, and the message for a link that is not valid any more. */

import { Anchor, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { BankError } from "@/lib/bank-client/errors";

export interface MailedLink {
  uid: string;
  token: string;
}

/** Null if the address does not contain both. */
export function useMailedLink(): MailedLink | null {
  const [search] = useSearchParams();
  const [uid, token] = [search.get("uid"), search.get("token")];
  return uid && token ? { uid, token } : null;
}

/** Whether the API says that the link was used, was replaced or is too old. */
export function isInvalidLink(error: unknown): boolean {
  return error instanceof BankError && ("token" in error.fields || "uid" in error.fields);
}

export function InvalidLink({ to, children }: { to: string; children: ReactNode }) {
  const { t } = useTranslation("auth");
  return (
    <Stack>
      <Text role="alert">{t("link.invalid")}</Text>
      <Anchor component={Link} to={to}>
        {children}
      </Anchor>
    </Stack>
  );
}
