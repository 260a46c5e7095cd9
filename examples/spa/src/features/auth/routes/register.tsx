/** Registration of a new member. */

import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
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
  const isClosed = useBankConfig()?.registration_open === false;
  return (
    <AuthLayout title="Become a member">
      {isClosed ? <Text>Registration is closed. Please contact the branch.</Text> : <RegistrationForm />}
    </AuthLayout>
  );
}

function RegistrationForm() {
  const register = useRegistration();
  const form = useForm({
    initialValues: { full_name: "", email: "", password: "" },
    validate: {
      full_name: (name) => (name.trim() ? null : "Please enter your name."),
      email: emailError,
      password: newPasswordError,
    },
  });
  if (register.data === "confirmed") {
    return <Done action={<SignInButton />}>Your account has been created. You can sign in now.</Done>;
  }
  if (register.data === "mailed") {
    return (
      <Done>
        Please check your mail: a message to {form.getValues().email.trim()} contains a link that completes the
        registration. It is valid for 24 hours.
      </Done>
    );
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
          label="Full name"
          autoComplete="name"
          required
          withAsterisk={false}
          {...form.getInputProps("full_name")}
        />
        <EmailInput {...form.getInputProps("email")} />
        <NewPasswordInput label="Password" {...form.getInputProps("password")} />
        <Button type="submit" size="md" loading={register.isPending}>
          Register
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
