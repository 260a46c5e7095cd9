/** Shown if a page fails to load (no network, or a newer version was deployed) or fails to render. */

import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import { useRouteError } from "react-router";

export function RouteErrorBoundary() {
  const error = useRouteError();
  // For developers: the user cannot act on it.
  useEffect(() => console.error(error), [error]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack align="center" gap="sm" role="alert">
        <Title order={1} size="h3">
          This page could not be loaded
        </Title>
        <Text c="dimmed">Your data is safe. Please reload the page.</Text>
        <Button onClick={() => window.location.reload()}>Reload</Button>
      </Stack>
    </Center>
  );
}
