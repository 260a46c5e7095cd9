/** Confirms a new e-mail address with the link of a mail. Not when the page is opened: mail scanners open links. */

import { Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { paths } from "@/config/paths";
import { $api } from "@/lib/api";
import { AuthLayout } from "../components/auth-layout";
import { Done } from "../components/done";
import { InvalidLink, isInvalidLink, type MailedLink, useMailedLink } from "../components/mailed-link";
import { SignInButton } from "../components/sign-in-button";

export function ConfirmEmailPage() {
  const { t } = useTranslation("auth");
  const link = useMailedLink();
  return (
    <AuthLayout title={t("confirm_email.title")}>
      {link ? <Confirmation link={link} /> : <InvalidLink to={paths.profile}>{t("link.request")}</InvalidLink>}
    </AuthLayout>
  );
}

function Confirmation({ link }: { link: MailedLink }) {
  const { t } = useTranslation(["auth", "common"]);
  const confirm = $api.useMutation("post", "/api/users/me/email/confirm/");
  if (confirm.isSuccess) {
    return <Done action={<SignInButton />}>{t("confirm_email.done")}</Done>;
  }
  if (isInvalidLink(confirm.error)) return <InvalidLink to={paths.profile}>{t("link.request")}</InvalidLink>;
  return (
    <Stack>
      <Text size="sm">{t("confirm_email.note")}</Text>
      <ErrorAlert error={confirm.error} />
      <Button size="md" loading={confirm.isPending} onClick={() => confirm.mutate({ body: link })}>
        {t("common:confirm")}
      </Button>
    </Stack>
  );
}
