/** Shown if another user is signed in on this browser; offers to sign that user out. */

import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconUserExclamation } from "@tabler/icons-react";
import { useEffect, useRef } from "react";

export function BrowserInUse({ isSigningOut, onSignOut }: { isSigningOut: boolean; onSignOut: () => void }) {
  // The button is the next step, so it gets the focus.
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Alert
      color="yellow"
      role="alert"
      icon={<IconUserExclamation aria-hidden />}
      title="Someone else is signed in on this browser"
    >
      <Stack gap="sm" align="start">
        <Text size="sm">
          You can sign them out on this browser, and your sign-in continues. Their completed payments are not affected.
        </Text>
        <Button variant="default" loading={isSigningOut} onClick={onSignOut} ref={button}>
          Sign them out
        </Button>
      </Stack>
    </Alert>
  );
}
