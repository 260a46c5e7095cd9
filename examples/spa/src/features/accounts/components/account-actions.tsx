/** A manager freezes, unfreezes or closes an account, each with a reason. */

import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { useUser } from "@/hooks/use-session";
import { $api } from "@/lib/api";
import { i18n } from "@/lib/i18n";
import type { Account } from "@/types/api";
import { errorMessage } from "@/utils/error-messages";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";

type Action = "freeze" | "unfreeze" | "close";

export function AccountActions({ account }: { account: Account }) {
  const { t } = useTranslation("accounts");
  const [action, setAction] = useState<Action | null>(null);
  if (useUser().role !== "manager" || account.status === "closed") return null;
  const offered: Action[] = [account.status === "frozen" ? "unfreeze" : "freeze", "close"];
  return (
    <Section title={t("manage.title")} className="no-print">
      <Group gap="sm">
        {offered.map((one) => (
          <Button key={one} variant="default" color={one === "close" ? "red" : "green"} onClick={() => setAction(one)}>
            {t(`manage.${one}.label`)}
          </Button>
        ))}
      </Group>
      <Modal opened={action !== null} onClose={() => setAction(null)} title={action && t(`manage.${action}.question`)}>
        {action && <ReasonForm number={account.number} action={action} onDone={() => setAction(null)} />}
      </Modal>
    </Section>
  );
}

interface FormProps {
  number: string;
  action: Action;
  onDone: () => void;
}

function ReasonForm({ number, action, onDone }: FormProps) {
  const { t } = useTranslation(["accounts", "common"]);
  const change = $api.useMutation("post", `/api/accounts/{number}/${action}/`);
  const form = useForm({
    initialValues: { reason: "" },
    validate: { reason: (reason) => (reason.trim() ? null : t("common:missing.reason")) },
  });
  const submit = form.onSubmit(
    ({ reason }) =>
      change.mutate(
        { params: { path: { number } }, body: { reason: reason.trim() } },
        { onSuccess: onDone, onError: (error) => showFieldErrors(form, error) },
      ),
    focusFirstError(form),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>{t(`manage.${action}.effect`)}</Text>
        <TextInput
          label={t("common:reason.label")}
          data-autofocus
          autoComplete="off"
          {...form.getInputProps("reason")}
        />
        {!form.errors.reason && <ErrorAlert error={change.error} toMessage={toMessage} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" color={action === "close" ? "red.8" : "green"} loading={change.isPending}>
            {t(`manage.${action}.label`)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function toMessage(error: unknown): string {
  return errorMessage(error, {
    balance_not_zero: i18n.t("accounts:manage.not_empty"),
    account_in_use: i18n.t("accounts:manage.in_use"),
  });
}
