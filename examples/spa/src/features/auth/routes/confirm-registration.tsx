/** Completes a registration with the link of a mail. The password shows that the link reached the right person. */

import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { paths } from "@/config/paths";
import { $api } from "@/lib/api";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { AuthLayout } from "../components/auth-layout";
import { Done } from "../components/done";
import { InvalidLink, isInvalidLink, type MailedLink, useMailedLink } from "../components/mailed-link";
import { SignInButton } from "../components/sign-in-button";

export function ConfirmRegistrationPage() {
  const { t } = useTranslation("auth");
  const link = useMailedLink();
  return (
    <AuthLayout title={t("confirm_registration.title")}>
      {link ? (
        <ConfirmationForm link={link} />
      ) : (
        <InvalidLink to={paths.register}>{t("confirm_registration.again")}</InvalidLink>
      )}
    </AuthLayout>
  );
}

function ConfirmationForm({ link }: { link: MailedLink }) {
  const { t } = useTranslation(["auth", "common"]);
  const confirm = $api.useMutation("post", "/api/users/register/confirm/");
  const form = useForm({
    initialValues: { password: "" },
    validate: { password: (value) => (value ? null : t("common:missing.password")) },
  });
  if (confirm.isSuccess) {
    return <Done action={<SignInButton />}>{t("confirm_registration.done")}</Done>;
  }
  if (isInvalidLink(confirm.error))
    return <InvalidLink to={paths.register}>{t("confirm_registration.again")}</InvalidLink>;
  const submit = form.onSubmit(
    (values) => confirm.mutate({ body: { ...link, ...values } }, { onError: (error) => showFieldErrors(form, error) }),
    focusFirstError(form),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{t("confirm_registration.note")}</Text>
        {!form.errors.password && <ErrorAlert error={confirm.error} />}
        <PasswordInput
          label={t("common:password")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...form.getInputProps("password")}
        />
        <Button type="submit" size="md" loading={confirm.isPending}>
          {t("confirm_registration.action")}
        </Button>
      </Stack>
    </form>
  );
}
