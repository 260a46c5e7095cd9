/** Enrols a person of any role, who gets an invitation by mail. */

import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "react-router";
import { EmailInput, emailError } from "@/components/ui/email-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { paths } from "@/config/paths";
import type { Role } from "@/types/api";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { ROLE_OPTIONS } from "@/utils/roles";
import { useInvite } from "../api/people";
import { personErrorMessage } from "../utils/error-messages";

export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New person">
      <InviteForm onClose={onClose} />
    </Modal>
  );
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const invite = useInvite();
  const form = useForm({
    initialValues: { full_name: "", email: "", phone: "", role: "cashier" as Role },
    validate: { full_name: (name) => (name.trim() ? null : "Please enter a name."), email: emailError },
  });
  const submit = form.onSubmit(
    ({ full_name, email, phone, role }) =>
      invite.mutate(
        { body: { full_name: full_name.trim(), email: email.trim(), phone: phone.trim(), role } },
        {
          onSuccess: ({ id }) => void navigate(paths.person(id)),
          onError: (error) => showFieldErrors(form, error),
        },
      ),
    focusFirstError(form),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {Object.keys(form.errors).length === 0 && <ErrorAlert error={invite.error} toMessage={personErrorMessage} />}
        <TextInput
          label="Full name"
          autoComplete="off"
          required
          withAsterisk={false}
          data-autofocus
          {...form.getInputProps("full_name")}
        />
        <EmailInput autoComplete="off" {...form.getInputProps("email")} />
        <TextInput label="Phone (optional)" type="tel" autoComplete="off" {...form.getInputProps("phone")} />
        <NativeSelect label="Role" data={ROLE_OPTIONS} {...form.getInputProps("role")} />
        <Text size="sm" c="dimmed">
          The person gets an invitation by mail, with a link to set a password.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={invite.isPending}>
            Invite
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
