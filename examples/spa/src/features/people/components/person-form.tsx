/** Changes a person's name, phone and role. */

import { Button, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { useUser } from "@/hooks/use-session";
import type { Person } from "@/types/api";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { roleOptions } from "@/utils/roles";
import { useChangePerson } from "../api/people";
import { personErrorMessage } from "../utils/error-messages";

export function PersonForm({ person }: { person: Person }) {
  const isSelf = useUser().id === person.id;
  const change = useChangePerson();
  const form = useForm({
    initialValues: { full_name: person.full_name, phone: person.phone, role: person.role },
    validate: { full_name: (name) => (name.trim() ? null : "Please enter a name.") },
  });
  const submit = form.onSubmit((values) => {
    const changed = changes(person, { ...values, full_name: values.full_name.trim(), phone: values.phone.trim() });
    change.mutate(
      { params: { path: { user_id: person.id } }, body: changed },
      {
        onSuccess: () => notifications.show({ message: "The changes are saved.", role: "status" }),
        onError: (error) => showFieldErrors(form, error),
      },
    );
  }, focusFirstError(form));
  return (
    <Section title="Details">
      <form onSubmit={submit} noValidate>
        <Stack maw={420}>
          {Object.keys(form.errors).length === 0 && <ErrorAlert error={change.error} toMessage={personErrorMessage} />}
          <TextInput label="Full name" autoComplete="off" {...form.getInputProps("full_name")} />
          <TextInput label="Phone" type="tel" autoComplete="off" {...form.getInputProps("phone")} />
          <NativeSelect
            label="Role"
            description={isSelf ? "Nobody changes their own role." : "A change signs the person out everywhere."}
            disabled={isSelf}
            data={roleOptions()}
            {...form.getInputProps("role")}
          />
          <Button type="submit" w="fit-content" loading={change.isPending} disabled={!form.isDirty()}>
            Save
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
