/** Enrols a person, who gets an invitation by mail: nobody chooses another person's password. */

import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { $api } from "@/lib/api";
import type { Role } from "@/types/api";
import { errorMessage } from "@/utils/error-messages";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { roleOptions } from "@/utils/roles";
import { EmailInput } from "./email-input";
import { ErrorAlert } from "./error-alert";

interface FormProps {
  /** The role of the new person, or with `canChooseRole` the one that is selected first. */
  initialRole: Role;
  canChooseRole?: boolean;
  /** The page of the new person. */
  toPath: (id: number) => string;
  toMessage?: (error: unknown) => string;
  onClose: () => void;
}

interface Props extends FormProps {
  title: string;
  opened: boolean;
}

export function InviteDialog({ title, opened, ...props }: Props) {
  return (
    <Modal opened={opened} onClose={props.onClose} title={title}>
      <InviteForm {...props} />
    </Modal>
  );
}

function InviteForm({ initialRole, canChooseRole = false, toPath, toMessage = errorMessage, onClose }: FormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const invite = $api.useMutation("post", "/api/users/");
  const form = useForm({
    initialValues: { full_name: "", email: "", phone: "", role: initialRole },
    validate: {
      full_name: (name) => (name.trim() ? null : t("missing.invited_name")),
      email: (email) => (email.trim() ? null : t("missing.invited_email")),
    },
  });
  const submit = form.onSubmit(
    ({ full_name, email, phone, role }) =>
      invite.mutate(
        { body: { full_name: full_name.trim(), email: email.trim(), phone: phone.trim(), role } },
        {
          onSuccess: ({ id }) => void navigate(toPath(id)),
          onError: (error) => showFieldErrors(form, error),
        },
      ),
    focusFirstError(form),
  );
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {!hasFieldError && <ErrorAlert error={invite.error} toMessage={toMessage} />}
        <TextInput
          label={t("full_name")}
          autoComplete="off"
          required
          withAsterisk={false}
          data-autofocus
          {...form.getInputProps("full_name")}
        />
        <EmailInput autoComplete="off" {...form.getInputProps("email")} />
        <TextInput label={t("phone")} dir="ltr" type="tel" autoComplete="off" {...form.getInputProps("phone")} />
        {canChooseRole && (
          <NativeSelect label={t("invite.role")} data={roleOptions()} {...form.getInputProps("role")} />
        )}
        <Text size="sm" c="dimmed">
          {t("invite.note")}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={invite.isPending}>
            {t("invite.action")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
