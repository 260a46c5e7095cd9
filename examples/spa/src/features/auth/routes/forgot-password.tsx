/** Requests a link by mail to set a new password. */

import { Button, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { EmailInput, emailError } from "@/components/ui/email-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { $api } from "@/lib/api";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { AuthLayout } from "../components/auth-layout";
import { Done } from "../components/done";

export function ForgotPasswordPage() {
  const { t } = useTranslation("auth");
  const request = $api.useMutation("post", "/api/users/password/reset/");
  const form = useForm({ initialValues: { email: "" }, validate: { email: emailError } });
  const submit = form.onSubmit(
    ({ email }) =>
      request.mutate({ body: { email: email.trim() } }, { onError: (error) => showFieldErrors(form, error) }),
    focusFirstError(form),
  );
  return (
    <AuthLayout title={t("forgot.title")}>
      {request.isSuccess ? (
        <Done>{t("forgot.sent", { email: request.variables.body.email })}</Done>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack>
            <Text size="sm">{t("forgot.note")}</Text>
            {!form.errors.email && <ErrorAlert error={request.error} />}
            <EmailInput {...form.getInputProps("email")} />
            <Button type="submit" size="md" loading={request.isPending}>
              {t("forgot.action")}
            </Button>
          </Stack>
        </form>
      )}
    </AuthLayout>
  );
}
