/** The user's passkeys: list, add and remove. */

import { Button, Group, Modal, Stack, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { useForm } from "@mantine/form";
import { modals } from "@mantine/modals";
import { useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { canUsePasskeys } from "@/lib/bank-client/passkeys";
import type { components } from "@/lib/bank-client/schema";
import { useBankConfig } from "@/lib/config";
import { factorErrorMessage } from "@/utils/factors";
import { showFieldErrors } from "@/utils/form-errors";
import { formatDate } from "@/utils/format";
import { useAddPasskey, useRemovePasskey } from "../api/factors";

type Passkey = components["schemas"]["Passkey"];

export function Passkeys({ passkeys }: { passkeys: Passkey[] }) {
  const remove = useRemovePasskey();
  const [isAdding, setAdding] = useState(false);
  const canAdd = canUsePasskeys(useBankConfig()?.passkey_rp_id);
  const confirmRemoval = ({ id, name }: Passkey) =>
    modals.openConfirmModal({
      title: "Remove this passkey?",
      children: (
        <Text style={{ overflowWrap: "anywhere" }}>You can no longer sign in or confirm payments with “{name}”.</Text>
      ),
      labels: { confirm: "Remove", cancel: "Cancel" },
      confirmProps: { color: "red" },
      onConfirm: () => remove.mutate({ params: { path: { passkey_id: id } } }),
    });
  return (
    <Section
      title="Passkeys"
      note="Sign in with your fingerprint, your face, the PIN of your device or a security key. Passkeys cannot be stolen by false websites."
    >
      <ErrorAlert error={remove.error} />
      <Rows label="Passkeys" empty="You have no passkeys.">
        {passkeys.map((passkey) => (
          <Row
            key={passkey.id}
            title={passkey.name}
            note={describe(passkey)}
            action={
              <Button
                variant="default"
                size="xs"
                loading={isRemoving(remove, passkey)}
                onClick={() => confirmRemoval(passkey)}
              >
                Remove
                <VisuallyHidden>, {passkey.name}</VisuallyHidden>
              </Button>
            }
          />
        ))}
      </Rows>
      {canAdd ? (
        <Button w="fit-content" onClick={() => setAdding(true)}>
          Add a passkey
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          This browser cannot add a passkey for this bank.
        </Text>
      )}
      <AddPasskey isOpen={isAdding} onClose={() => setAdding(false)} />
    </Section>
  );
}

function AddPasskey({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const add = useAddPasskey();
  const form = useForm({
    initialValues: { name: "" },
    validate: { name: (name) => (name.trim() ? null : "Please enter a name.") },
  });
  const close = () => {
    form.reset();
    add.reset();
    onClose();
  };
  const submit = form.onSubmit(({ name }) =>
    add.mutate(name.trim(), { onSuccess: close, onError: (error) => showFieldErrors(form, error) }),
  );
  return (
    <Modal opened={isOpen} onClose={close} title="Add a passkey">
      <form onSubmit={submit} noValidate>
        <Stack>
          {!form.errors.name && (
            <ErrorAlert error={add.error} toMessage={(error) => factorErrorMessage("passkey", error)} />
          )}
          <TextInput
            label="Name"
            description="By which you recognise it, for example the name of the device."
            autoComplete="off"
            maxLength={60}
            data-autofocus
            required
            withAsterisk={false}
            {...form.getInputProps("name")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close} disabled={add.isPending}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending}>
              Continue
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function isRemoving({ isPending, variables }: ReturnType<typeof useRemovePasskey>, { id }: Passkey): boolean {
  return isPending && variables.params.path.passkey_id === id;
}

function describe({ added_at, last_used_at, backed_up }: Passkey): string {
  const used = last_used_at ? `last used ${formatDate(last_used_at)}` : "not used yet";
  const where = backed_up ? "copied to your other devices" : "on one device only";
  return `Added ${formatDate(added_at)} · ${used} · ${where}`;
}
