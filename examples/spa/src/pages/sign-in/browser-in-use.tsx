/** Somebody else is still signed in on this browser: who sits here now may end that. */

import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconUserExclamation } from "@tabler/icons-react";
import { useEffect, useRef } from "react";

export function BrowserInUse({ isFreeing, onFree }: { isFreeing: boolean; onFree: () => void }) {
  // It is what there is to do now.
  const free = useRef<HTMLButtonElement>(null);
  useEffect(() => free.current?.focus(), []);
  return (
    <Alert
      color="yellow"
      role="alert"
      icon={<IconUserExclamation aria-hidden />}
      title="Someone else is signed in on this browser"
    >
      <Stack gap="sm" align="start">
        <Text size="sm">
          Freeing this browser signs them out here; what they have finished is kept. Then you are signed in with the
          e-mail and password below.
        </Text>
        <Button variant="default" loading={isFreeing} onClick={onFree} ref={free}>
          Free this browser
        </Button>
      </Stack>
    </Alert>
  );
}
