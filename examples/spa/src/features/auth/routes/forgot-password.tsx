/** Requests a link by mail to set a new password. */

import { Button, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { EmailInput, emailError } from "@/components/ui/email-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { $api } from "@/lib/api";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { AuthLayout } from "../components/auth-layout";
import { Done } from "../components/done";

export function ForgotPasswordPage() {
  const request = $api.useMutation("post", "/api/users/password/reset/");
  const form = useForm({ initialValues: { email: "" }, validate: { email: emailError } });
  const submit = form.onSubmit(
    ({ email }) =>
      request.mutate({ body: { email: email.trim() } }, { onError: (error) => showFieldErrors(form, error) }),
    focusFirstError(form),
  );
  return (
    <AuthLayout title="Forgot your password?">
      {request.isSuccess ? (
        <Done>
          If {request.variables.body.email} belongs to a user of this bank, a mail with a link is on its way. The link
          sets a new password. Please also look in your spam folder.
        </Done>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack>
            <Text size="sm">We send you a link with which you can set a new password.</Text>
            {!form.errors.email && <ErrorAlert error={request.error} />}
            <EmailInput {...form.getInputProps("email")} />
            <Button type="submit" size="md" loading={request.isPending}>
              Send the link
            </Button>
          </Stack>
        </form>
      )}
    </AuthLayout>
  );
}
