/** Changes a person's name, phone and role. */

import { Button, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { useUser } from "@/hooks/use-session";
import type { Person } from "@/types/api";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { roleOptions } from "@/utils/roles";
import { useChangePerson } from "../api/people";
import { personErrorMessage } from "../utils/error-messages";

export function PersonForm({ person }: { person: Person }) {
  const { t } = useTranslation(["people", "common"]);
  const isSelf = useUser().id === person.id;
  const change = useChangePerson();
  const form = useForm({
    initialValues: { full_name: person.full_name, phone: person.phone, role: person.role },
    validate: { full_name: (name) => (name.trim() ? null : t("common:missing.invited_name")) },
  });
  const submit = form.onSubmit((values) => {
    const changed = changes(person, { ...values, full_name: values.full_name.trim(), phone: values.phone.trim() });
    change.mutate(
      { params: { path: { user_id: person.id } }, body: changed },
      {
        onSuccess: () => notifications.show({ message: t("details.saved"), role: "status" }),
        onError: (error) => showFieldErrors(form, error),
      },
    );
  }, focusFirstError(form));
  return (
    <Section title={t("details.title")}>
      <form onSubmit={submit} noValidate>
        <Stack maw={420}>
          {Object.keys(form.errors).length === 0 && <ErrorAlert error={change.error} toMessage={personErrorMessage} />}
          <TextInput label={t("common:full_name")} autoComplete="off" {...form.getInputProps("full_name")} />
          <TextInput
            label={t("details.phone")}
            type="tel"
            dir="ltr"
            autoComplete="off"
            {...form.getInputProps("phone")}
          />
          <NativeSelect
            label={t("role")}
            description={t(isSelf ? "details.own_role" : "details.role_note")}
            disabled={isSelf}
            data={roleOptions()}
            {...form.getInputProps("role")}
          />
          <Button type="submit" w="fit-content" loading={change.isPending} disabled={!form.isDirty()}>
            {t("common:save")}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}

/** The fields that differ: a role that is sent is a change of role. */
function changes(person: Person, values: Pick<Person, "full_name" | "phone" | "role">) {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => person[name as keyof typeof values] !== value),
  );
}
