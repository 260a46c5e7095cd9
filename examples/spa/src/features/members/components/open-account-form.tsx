/** Opens an account for a member. */

import { Button, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { isolatedNumber } from "@/components/ui/account-number";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { $api } from "@/lib/api";
import type { Account } from "@/types/api";
import { accountTypeLabel } from "@/utils/account-labels";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";

const TYPES: Account["type"][] = ["savings", "current"];
const NAME_LENGTH = 60;

export function OpenAccountForm({ owner }: { owner: number }) {
  const { t } = useTranslation("members");
  const open = $api.useMutation("post", "/api/accounts/");
  const form = useForm<{ type: Account["type"]; name: string }>({ initialValues: { type: "savings", name: "" } });
  const submit = form.onSubmit(
    ({ type, name }) =>
      open.mutate(
        { body: { owner, type, name: name.trim() } },
        {
          onSuccess: ({ number }) => {
            form.reset();
            const message = t("open_account.opened", { number: isolatedNumber(number) });
            notifications.show({ message, role: "status" });
          },
          onError: (error) => showFieldErrors(form, error),
        },
      ),
    focusFirstError(form),
  );
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <Section title={t("open_account.title")}>
      <form onSubmit={submit} noValidate>
        <Stack maw={420}>
          {!hasFieldError && <ErrorAlert error={open.error} />}
          <NativeSelect
            label={t("open_account.type")}
            data={TYPES.map((type) => ({ value: type, label: accountTypeLabel({ type }) }))}
            {...form.getInputProps("type")}
          />
          <TextInput
            label={t("open_account.name")}
            autoComplete="off"
            maxLength={NAME_LENGTH}
            {...form.getInputProps("name")}
          />
          <Button type="submit" variant="default" w="fit-content" loading={open.isPending}>
            {t("open_account.action")}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
