/** A manager freezes, unfreezes or closes an account, each with a reason. */

import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { useUser } from "@/hooks/use-session";
import { $api } from "@/lib/api";
import type { Account } from "@/types/api";
import { errorMessage } from "@/utils/error-messages";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";

type Action = "freeze" | "unfreeze" | "close";

const ACTIONS: Record<Action, { label: string; effect: string }> = {
  freeze: { label: "Freeze the account", effect: "No money can be paid out of the account until it is unfrozen." },
  unfreeze: { label: "Unfreeze the account", effect: "Money can be paid out of the account again." },
  close: { label: "Close the account", effect: "A closed account is never opened again." },
};

export function AccountActions({ account }: { account: Account }) {
  const [action, setAction] = useState<Action | null>(null);
  if (useUser().role !== "manager" || account.status === "closed") return null;
  const offered: Action[] = [account.status === "frozen" ? "unfreeze" : "freeze", "close"];
  return (
    <Section title="Manage" className="no-print">
      <Group gap="sm">
        {offered.map((one) => (
          <Button key={one} variant="default" color={one === "close" ? "red" : "green"} onClick={() => setAction(one)}>
            {ACTIONS[one].label}
          </Button>
        ))}
      </Group>
      <Modal opened={action !== null} onClose={() => setAction(null)} title={action && `${ACTIONS[action].label}?`}>
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
  const change = $api.useMutation("post", `/api/accounts/{number}/${action}/`);
  const form = useForm({
    initialValues: { reason: "" },
    validate: { reason: (reason) => (reason.trim() ? null : "Please enter a reason.") },
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
        <Text>{ACTIONS[action].effect}</Text>
        <TextInput label="Reason" data-autofocus autoComplete="off" {...form.getInputProps("reason")} />
        {!form.errors.reason && <ErrorAlert error={change.error} toMessage={toMessage} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" color={action === "close" ? "red.8" : "green"} loading={change.isPending}>
            {ACTIONS[action].label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function toMessage(error: unknown): string {
  return errorMessage(error, {
    balance_not_zero: "Only an account with a zero balance can be closed.",
    account_in_use: "A loan is paid from this account. It cannot be closed yet.",
  });
}
