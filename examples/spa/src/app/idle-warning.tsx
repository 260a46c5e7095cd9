/** Warns before the session ends because it is idle. At the end the page is cleared: others may see the screen. */

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useIdleTimeout } from "@/hooks/use-idle-timeout";
import { useSignOut } from "@/hooks/use-sign-out";
import { formatCountdown } from "@/utils/format";

export function IdleWarning() {
  const { secondsLeft, stay } = useIdleTimeout();
  const signOut = useSignOut();
  return (
    <Modal
      opened={secondsLeft !== null}
      onClose={() => void stay()}
      withCloseButton={false}
      title="Are you still there?"
    >
      <Stack>
        <Text>
          For your security you will be signed out in <span role="timer">{formatCountdown(secondsLeft ?? 0)}</span>.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => void signOut()}>
            Sign out
          </Button>
          <Button onClick={() => void stay()} data-autofocus>
            Stay signed in
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
