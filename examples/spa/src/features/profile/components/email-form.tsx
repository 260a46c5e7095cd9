/** The form for a change of the e-mail address, which takes effect with a link in a mail to the new address. */

import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { EmailInput, emailError } from "@/components/ui/email-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { $api } from "@/lib/api";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";

export function EmailForm({ email }: { email: string }) {
  const request = $api.useMutation("post", "/api/users/me/email/");
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: { email: emailError, password: (value) => (value ? null : "Please enter your password.") },
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
    <Section title="E-mail address" note={`You sign in with ${email}.`}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {request.isSuccess && (
            <Text role="status">
              A mail with a link is on its way to {request.variables.body.email}. The address changes when you open it.
            </Text>
          )}
          {!hasFieldError && <ErrorAlert error={request.error} />}
          <EmailInput label="New e-mail" autoComplete="email" {...form.getInputProps("email")} />
          <PasswordInput
            label="Your password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            {...form.getInputProps("password")}
          />
          <Button type="submit" w="fit-content" variant="default" loading={request.isPending}>
            Change e-mail
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
