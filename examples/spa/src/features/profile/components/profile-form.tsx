/** The form for the name, the phone number and the language of the pages and of mails. */

import { Button, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { $api } from "@/lib/api";
import { bank } from "@/lib/bank";
import type { components } from "@/lib/bank-client/schema";
import { useBankConfig } from "@/lib/config";
import { languageName } from "@/lib/language";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";

type Language = NonNullable<components["schemas"]["PatchedProfileRequest"]["language"]>;

export function ProfileForm({ me }: { me: components["schemas"]["Me"] }) {
  const { t } = useTranslation(["profile", "common"]);
  const languages = useBankConfig()?.languages ?? [me.language];
  const change = $api.useMutation("patch", "/api/users/me/");
  const form = useForm({
    initialValues: { full_name: me.full_name, phone: me.phone, language: me.language },
    validate: { full_name: (name) => (name.trim() ? null : t("common:missing.name")) },
  });
  const submit = form.onSubmit(
    ({ full_name, phone, language }) =>
      change.mutate(
        { body: { full_name: full_name.trim(), phone: phone.trim(), language: language as Language } },
        {
          onSuccess: () => {
            notifications.show({ message: t("saved"), role: "status" });
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
    <Section title={t("details")}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {!hasFieldError && <ErrorAlert error={change.error} />}
          <TextInput
            label={t("common:full_name")}
            autoComplete="name"
            required
            withAsterisk={false}
            {...form.getInputProps("full_name")}
          />
          <TextInput
            label={t("common:phone")}
            type="tel"
            dir="ltr"
            autoComplete="tel"
            {...form.getInputProps("phone")}
          />
          <NativeSelect
            label={t("language")}
            data={languages.map((code) => ({ value: code, label: languageName(code) }))}
            {...form.getInputProps("language")}
          />
          <Button type="submit" w="fit-content" loading={change.isPending}>
            {t("common:save")}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
