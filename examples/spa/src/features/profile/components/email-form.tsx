/** The form for a change of the e-mail address, which takes effect with a link in a mail to the new address. */

import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { EmailInput, emailError } from "@/components/ui/email-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { $api } from "@/lib/api";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";

export function EmailForm({ email }: { email: string }) {
  const { t } = useTranslation(["profile", "common"]);
  const request = $api.useMutation("post", "/api/users/me/email/");
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: { email: emailError, password: (value) => (value ? null : t("common:missing.password")) },
  });
  const submit = form.onSubmit(
    (values) =>
      request.mutate(
        { body: { ...values, email: values.email.trim() } },
        { onSuccess: () => form.reset(), onError: (error) => showFieldErrors(form, error) },
      ),
    focusFirstError(form),
  );
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <Section title={t("email.title")} note={t("email.note", { email })}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {request.isSuccess && <Text role="status">{t("email.sent", { email: request.variables.body.email })}</Text>}
          {!hasFieldError && <ErrorAlert error={request.error} />}
          <EmailInput label={t("email.new")} autoComplete="email" {...form.getInputProps("email")} />
          <PasswordInput
            label={t("email.password")}
            autoComplete="current-password"
            required
            withAsterisk={false}
            {...form.getInputProps("password")}
          />
          <Button type="submit" w="fit-content" variant="default" loading={request.isPending}>
            {t("email.action")}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
