/** The form for the name, the phone number and the language of mails. */

import { Button, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { $api } from "@/lib/api";
import { bank } from "@/lib/bank";
import type { components } from "@/lib/bank-client/schema";
import { useBankConfig } from "@/lib/config";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";

type Language = NonNullable<components["schemas"]["PatchedProfileRequest"]["language"]>;

export function ProfileForm({ me }: { me: components["schemas"]["Me"] }) {
  const languages = useBankConfig()?.languages ?? [me.language];
  const change = $api.useMutation("patch", "/api/users/me/");
  const form = useForm({
    initialValues: { full_name: me.full_name, phone: me.phone, language: me.language },
    validate: { full_name: (name) => (name.trim() ? null : "Please enter your name.") },
  });
  const submit = form.onSubmit(
    ({ full_name, phone, language }) =>
      change.mutate(
        { body: { full_name: full_name.trim(), phone: phone.trim(), language: language as Language } },
        {
          onSuccess: () => {
            notifications.show({ message: "Your profile has been saved.", role: "status" });
            // The name is shown in the header, too.
            void bank.session.reload().catch(() => {});
          },
          onError: (error) => showFieldErrors(form, error),
        },
      ),
    focusFirstError(form),
  );
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <Section title="Personal details">
      <form onSubmit={submit} noValidate>
        <Stack>
          {!hasFieldError && <ErrorAlert error={change.error} />}
          <TextInput
            label="Full name"
            autoComplete="name"
            required
            withAsterisk={false}
            {...form.getInputProps("full_name")}
          />
          <TextInput label="Phone (optional)" type="tel" autoComplete="tel" {...form.getInputProps("phone")} />
          <NativeSelect
            label="Language of mails"
            data={languages.map((code) => ({ value: code, label: languageName(code) }))}
            {...form.getInputProps("language")}
          />
          <Button type="submit" w="fit-content" loading={change.isPending}>
            Save
          </Button>
        </Stack>
      </form>
    </Section>
  );
}

/** The language's name in the language itself. */
function languageName(code: string): string {
  return new Intl.DisplayNames(code, { type: "language" }).of(code) ?? code;
}
