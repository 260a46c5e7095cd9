/** Shown if a page fails to load (no network, or a newer version was deployed) or fails to render. */

import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";

export function RouteErrorBoundary() {
  const { t } = useTranslation("app");
  const error = useRouteError();
  // For developers: the user cannot act on it.
  useEffect(() => console.error(error), [error]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack align="center" gap="sm" role="alert">
        <Title order={1} size="h3">
          {t("load_error.title")}
        </Title>
        <Text c="dimmed">{t("load_error.text")}</Text>
        <Button onClick={() => window.location.reload()}>{t("load_error.reload")}</Button>
      </Stack>
    </Center>
  );
}
