/** A page that could not be shown: its code did not arrive (no network, a newer version is out), or it fell over. */

import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import { useRouteError } from "react-router";

export function Broken() {
  const error = useRouteError();
  // For whoever looks after the application: the person at the screen can do nothing with it.
  useEffect(() => console.error(error), [error]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack align="center" gap="sm" role="alert">
        <Title order={1} size="h3">
          This page could not be shown
        </Title>
        <Text c="dimmed">Nothing has been lost. Please load it again.</Text>
        <Button onClick={() => window.location.reload()}>Load again</Button>
      </Stack>
    </Center>
  );
}
