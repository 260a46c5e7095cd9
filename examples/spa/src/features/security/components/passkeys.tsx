/** The user's passkeys: list, add and remove. */

import { Button, Group, Modal, Stack, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { useForm } from "@mantine/form";
import { modals } from "@mantine/modals";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { canUsePasskeys } from "@/lib/bank-client/passkeys";
import type { components } from "@/lib/bank-client/schema";
import { useBankConfig } from "@/lib/config";
import { i18n } from "@/lib/i18n";
import { factorErrorMessage } from "@/utils/factors";
import { showFieldErrors } from "@/utils/form-errors";
import { formatDate } from "@/utils/format";
import { useAddPasskey, useRemovePasskey } from "../api/factors";

type Passkey = components["schemas"]["Passkey"];

export function Passkeys({ passkeys }: { passkeys: Passkey[] }) {
  const { t } = useTranslation(["security", "common"]);
  const remove = useRemovePasskey();
  const [isAdding, setAdding] = useState(false);
  const canAdd = canUsePasskeys(useBankConfig()?.passkey_rp_id);
  const confirmRemoval = ({ id, name }: Passkey) =>
    modals.openConfirmModal({
      title: t("passkeys.removal_title"),
      children: <Text style={{ overflowWrap: "anywhere" }}>{t("passkeys.removal_text", { name })}</Text>,
      labels: { confirm: t("remove"), cancel: t("common:cancel") },
      confirmProps: { color: "red" },
      onConfirm: () => remove.mutate({ params: { path: { passkey_id: id } } }),
    });
  return (
    <Section title={t("passkeys.title")} note={t("passkeys.note")}>
      <ErrorAlert error={remove.error} />
      <Rows label={t("passkeys.title")} empty={t("passkeys.empty")}>
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
                <Trans
                  t={t}
                  i18nKey="remove_named"
                  values={{ name: passkey.name }}
                  components={{ hidden: <VisuallyHidden /> }}
                />
              </Button>
            }
          />
        ))}
      </Rows>
      {canAdd ? (
        <Button w="fit-content" onClick={() => setAdding(true)}>
          {t("passkeys.add")}
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          {t("passkeys.cannot_add")}
        </Text>
      )}
      <AddPasskey isOpen={isAdding} onClose={() => setAdding(false)} />
    </Section>
  );
}

function AddPasskey({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation(["security", "common"]);
  const add = useAddPasskey();
  const form = useForm({
    initialValues: { name: "" },
    validate: { name: (name) => (name.trim() ? null : t("common:missing.invited_name")) },
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
    <Modal opened={isOpen} onClose={close} title={t("passkeys.add")}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {!form.errors.name && (
            <ErrorAlert error={add.error} toMessage={(error) => factorErrorMessage("passkey", error)} />
          )}
          <TextInput
            label={t("passkeys.name")}
            description={t("passkeys.name_note")}
            autoComplete="off"
            maxLength={60}
            data-autofocus
            required
            withAsterisk={false}
            {...form.getInputProps("name")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close} disabled={add.isPending}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t("passkeys.continue")}
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
  const t = i18n.getFixedT(null, "security", "passkeys");
  const used = last_used_at ? t("last_used", { date: formatDate(last_used_at) }) : t("not_used");
  return [t("added", { date: formatDate(added_at) }), used, t(backed_up ? "on_devices" : "on_one_device")].join(" · ");
}
