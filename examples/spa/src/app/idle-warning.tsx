/** Warns before the session ends because it is idle. At the end the page is cleared: others may see the screen. */

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { useIdleTimeout } from "@/hooks/use-idle-timeout";
import { useSignOut } from "@/hooks/use-sign-out";
import { formatCountdown } from "@/utils/format";

export function IdleWarning() {
  const { t } = useTranslation(["app", "common"]);
  const { secondsLeft, stay } = useIdleTimeout();
  const signOut = useSignOut();
  return (
    <Modal opened={secondsLeft !== null} onClose={() => void stay()} withCloseButton={false} title={t("idle.title")}>
      <Stack>
        <Text>
          <Trans
            t={t}
            i18nKey="idle.text"
            values={{ time: formatCountdown(secondsLeft ?? 0) }}
            components={{ timer: <span role="timer" /> }}
          />
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => void signOut()}>
            {t("common:sign_out")}
          </Button>
          <Button onClick={() => void stay()} data-autofocus>
            {t("idle.stay")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
