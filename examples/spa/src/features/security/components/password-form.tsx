/** The form for a change of the password. All other browsers are signed out. */

import { Button, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { NewPasswordInput, newPasswordError } from "@/components/ui/new-password-input";
import { Section } from "@/components/ui/section";
import { useUser } from "@/hooks/use-session";
import { $api } from "@/lib/api";
import { bank } from "@/lib/bank";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";

export function PasswordForm({ onChanged }: { onChanged?: () => void }) {
  const { t } = useTranslation("security");
  const user = useUser();
  const change = $api.useMutation("post", "/api/users/password/change/");
  const form = useForm({
    initialValues: { current_password: "", new_password: "" },
    validate: {
      current_password: (value) => (value ? null : t("password.missing")),
      new_password: newPasswordError,
    },
  });
  const submit = form.onSubmit(
    (body) =>
      change.mutate(
        { body },
        {
          onSuccess: () => {
            form.reset();
            notifications.show({
              message: t("password.done"),
              role: "status",
            });
            bank.session.passwordChanged();
            onChanged?.();
          },
          onError: (error) => showFieldErrors(form, error),
        },
      ),
    focusFirstError(form),
  );
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <Section title={t("password.title")} note={t("password.note")}>
      <form onSubmit={submit} noValidate>
        <Stack maw={420}>
          {!hasFieldError && <ErrorAlert error={change.error} />}
          {/* Password managers need to know whose password this is. */}
          <input type="hidden" autoComplete="username" value={user.email} readOnly />
          <PasswordInput
            label={t("password.current")}
            autoComplete="current-password"
            required
            withAsterisk={false}
            {...form.getInputProps("current_password")}
          />
          <NewPasswordInput {...form.getInputProps("new_password")} />
          <Button type="submit" w="fit-content" loading={change.isPending}>
            {t("password.action")}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
