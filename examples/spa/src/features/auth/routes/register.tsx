/** Registration of a new member. */

import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { EmailInput, emailError } from "@/components/ui/email-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { NewPasswordInput, newPasswordError } from "@/components/ui/new-password-input";
import { bank } from "@/lib/bank";
import { unwrap } from "@/lib/bank-client/errors";
import type { components } from "@/lib/bank-client/schema";
import { useBankConfig } from "@/lib/config";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { AuthLayout } from "../components/auth-layout";
import { Done } from "../components/done";
import { SignInButton } from "../components/sign-in-button";

export function RegisterPage() {
  const { t } = useTranslation("auth");
  const isClosed = useBankConfig()?.registration_open === false;
  return (
    <AuthLayout title={t("register.title")}>
      {isClosed ? <Text>{t("register.closed")}</Text> : <RegistrationForm />}
    </AuthLayout>
  );
}

function RegistrationForm() {
  const { t } = useTranslation(["auth", "common"]);
  const register = useRegistration();
  const form = useForm({
    initialValues: { full_name: "", email: "", password: "" },
    validate: {
      full_name: (name) => (name.trim() ? null : t("common:missing.name")),
      email: emailError,
      password: newPasswordError,
    },
  });
  if (register.data === "confirmed") {
    return <Done action={<SignInButton />}>{t("register.created")}</Done>;
  }
  if (register.data === "mailed") {
    return <Done>{t("register.mailed", { email: form.getValues().email.trim() })}</Done>;
  }
  const submit = form.onSubmit(
    ({ full_name, email, password }) =>
      register.mutate(
        { full_name: full_name.trim(), email: email.trim(), password },
        { onError: (error) => showFieldErrors(form, error) },
      ),
    focusFirstError(form),
  );
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {!hasFieldError && <ErrorAlert error={register.error} />}
        <TextInput
          label={t("common:full_name")}
          autoComplete="name"
          required
          withAsterisk={false}
          {...form.getInputProps("full_name")}
        />
        <EmailInput {...form.getInputProps("email")} />
        <NewPasswordInput label={t("common:password")} {...form.getInputProps("password")} />
        <Button type="submit" size="md" loading={register.isPending}>
          {t("register.action")}
        </Button>
      </Stack>
    </form>
  );
}

/** 201: the new member can sign in at once. 202: a mail has been sent, whether or not the address is taken. */
function useRegistration() {
  return useMutation({
    mutationFn: async (body: components["schemas"]["RegistrationRequest"]) => {
      const call = bank.api.POST("/api/users/register/", { body });
      await unwrap(call);
      return (await call).response.status === 201 ? ("confirmed" as const) : ("mailed" as const);
    },
  });
}
