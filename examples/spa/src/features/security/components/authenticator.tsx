/** The user's authenticator app: set up with a QR code, and remove. */

import { Button, Group, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import type { components } from "@/lib/bank-client/schema";
import { formatDate } from "@/utils/format";
import { useRemoveTotp, useStartTotp } from "../api/factors";
import { TotpSetup } from "./totp-setup";

export function Authenticator({ totp }: { totp: components["schemas"]["TotpState"] }) {
  const { t } = useTranslation(["security", "common"]);
  const start = useStartTotp();
  const remove = useRemoveTotp();
  const confirmRemoval = () =>
    modals.openConfirmModal({
      title: t("authenticator.removal_title"),
      children: <Text>{t("authenticator.removal_text")}</Text>,
      labels: { confirm: t("remove"), cancel: t("common:cancel") },
      confirmProps: { color: "red" },
      onConfirm: () => remove.mutate({}),
    });
  const finish = () => {
    start.reset();
    notifications.show({ message: t("authenticator.done"), role: "status" });
  };
  return (
    <Section title={t("authenticator.title")} note={t("authenticator.note")}>
      <ErrorAlert error={start.error ?? remove.error} />
      <Text>
        {totp.enabled && totp.added_at
          ? t("authenticator.since", { date: formatDate(totp.added_at) })
          : t("authenticator.none")}
      </Text>
      {start.data ? (
        <TotpSetup {...start.data} onDone={finish} onCancel={start.reset} />
      ) : (
        <Group>
          <Button
            {...(totp.enabled && { variant: "default" })}
            loading={start.isPending}
            onClick={() => start.mutate({})}
          >
            {t(totp.enabled ? "authenticator.set_up_another" : "authenticator.set_up")}
          </Button>
          {totp.enabled && (
            <Button variant="default" loading={remove.isPending} onClick={confirmRemoval}>
              {t("remove")}
            </Button>
          )}
        </Group>
      )}
    </Section>
  );
}
