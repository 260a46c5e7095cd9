/** Sets a password with the link of a mail: an invitation, or a forgotten password. */

import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { NewPasswordInput, newPasswordError } from "@/components/ui/new-password-input";
import { paths } from "@/config/paths";
import { $api } from "@/lib/api";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { AuthLayout } from "../components/auth-layout";
import { Done } from "../components/done";
import { InvalidLink, isInvalidLink, type MailedLink, useMailedLink } from "../components/mailed-link";
import { SignInButton } from "../components/sign-in-button";

export function ResetPasswordPage() {
  const { t } = useTranslation("auth");
  const link = useMailedLink();
  return (
    <AuthLayout title={t("reset.title")}>
      {link ? <PasswordForm link={link} /> : <InvalidLink to={paths.forgotPassword}>{t("link.request")}</InvalidLink>}
    </AuthLayout>
  );
}

function PasswordForm({ link }: { link: MailedLink }) {
  const { t } = useTranslation("auth");
  const reset = $api.useMutation("post", "/api/users/password/reset/confirm/");
  const form = useForm({ initialValues: { new_password: "" }, validate: { new_password: newPasswordError } });
  if (reset.isSuccess) {
    return <Done action={<SignInButton />}>{t("reset.done")}</Done>;
  }
  if (isInvalidLink(reset.error)) return <InvalidLink to={paths.forgotPassword}>{t("link.request")}</InvalidLink>;
  const submit = form.onSubmit(
    (values) => reset.mutate({ body: { ...link, ...values } }, { onError: (error) => showFieldErrors(form, error) }),
    focusFirstError(form),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {!form.errors.new_password && <ErrorAlert error={reset.error} />}
        <NewPasswordInput {...form.getInputProps("new_password")} />
        <Button type="submit" size="md" loading={reset.isPending}>
          {t("reset.action")}
        </Button>
      </Stack>
    </form>
  );
}
