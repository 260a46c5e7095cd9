/** Enrols a member, who gets an invitation by mail: nobody chooses another person's password. */

import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "react-router";
import { EmailInput, emailError } from "@/components/ui/email-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { paths } from "@/config/paths";
import { $api } from "@/lib/api";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";

export function NewMemberDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New member">
      <NewMemberForm onClose={onClose} />
    </Modal>
  );
}

function NewMemberForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const invite = $api.useMutation("post", "/api/users/");
  const form = useForm({
    initialValues: { full_name: "", email: "", phone: "" },
    validate: { full_name: (name) => (name.trim() ? null : "Please enter the member's name."), email: emailError },
  });
  const submit = form.onSubmit(
    ({ full_name, email, phone }) =>
      invite.mutate(
        { body: { full_name: full_name.trim(), email: email.trim(), phone: phone.trim(), role: "member" } },
        {
          onSuccess: ({ id }) => void navigate(paths.member(id)),
          onError: (error) => showFieldErrors(form, error),
        },
      ),
    focusFirstError(form),
  );
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {!hasFieldError && <ErrorAlert error={invite.error} />}
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
        <Text size="sm" c="dimmed">
          The member gets an invitation by mail, with a link to set a password.
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
