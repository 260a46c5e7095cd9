/** Opens an account for a member. */

import { Button, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { groupNumber } from "@/components/ui/account-number";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { $api } from "@/lib/api";
import type { Account } from "@/types/api";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";

const NAME_LENGTH = 60;

export function OpenAccountForm({ owner }: { owner: number }) {
  const open = $api.useMutation("post", "/api/accounts/");
  const form = useForm<{ type: Account["type"]; name: string }>({ initialValues: { type: "savings", name: "" } });
  const submit = form.onSubmit(
    ({ type, name }) =>
      open.mutate(
        { body: { owner, type, name: name.trim() } },
        {
          onSuccess: ({ number }) => {
            form.reset();
            notifications.show({ message: `Account ${groupNumber(number)} has been opened.`, role: "status" });
          },
          onError: (error) => showFieldErrors(form, error),
        },
      ),
    focusFirstError(form),
  );
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <Section title="Open an account">
      <form onSubmit={submit} noValidate>
        <Stack maw={420}>
          {!hasFieldError && <ErrorAlert error={open.error} />}
          <NativeSelect
            label="Type"
            data={[
              { value: "savings", label: "Savings account" },
              { value: "current", label: "Current account" },
            ]}
            {...form.getInputProps("type")}
          />
          <TextInput
            label="Name (optional)"
            autoComplete="off"
            maxLength={NAME_LENGTH}
            {...form.getInputProps("name")}
          />
          <Button type="submit" variant="default" w="fit-content" loading={open.isPending}>
            Open account
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
