/** The user's authenticator app: set up with a QR code, and remove. */

import { Button, Group, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import type { components } from "@/lib/bank-client/schema";
import { formatDate } from "@/utils/format";
import { useRemoveTotp, useStartTotp } from "../api/factors";
import { TotpSetup } from "./totp-setup";

export function Authenticator({ totp }: { totp: components["schemas"]["TotpState"] }) {
  const start = useStartTotp();
  const remove = useRemoveTotp();
  const confirmRemoval = () =>
    modals.openConfirmModal({
      title: "Remove the authenticator app?",
      children: <Text>Its codes are not accepted any more.</Text>,
      labels: { confirm: "Remove", cancel: "Cancel" },
      confirmProps: { color: "red" },
      onConfirm: () => remove.mutate({}),
    });
  const finish = () => {
    start.reset();
    notifications.show({ message: "The authenticator app is set up.", role: "status" });
  };
  return (
    <Section title="Authenticator app" note="An app on your phone that shows a new six-digit code every 30 seconds.">
      <ErrorAlert error={start.error ?? remove.error} />
      <Text>
        {totp.enabled && totp.added_at ? `Set up on ${formatDate(totp.added_at)}.` : "No authenticator app is set up."}
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
            {totp.enabled ? "Set up another app" : "Set up an app"}
          </Button>
          {totp.enabled && (
            <Button variant="default" loading={remove.isPending} onClick={confirmRemoval}>
              Remove
            </Button>
          )}
        </Group>
      )}
    </Section>
  );
}
