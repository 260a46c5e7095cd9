/** Shown if another user is signed in on this browser; offers to sign that user out. */

import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconUserExclamation } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

export function BrowserInUse({ isSigningOut, onSignOut }: { isSigningOut: boolean; onSignOut: () => void }) {
  const { t } = useTranslation("auth");
  // The button is the next step, so it gets the focus.
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Alert color="yellow" role="alert" icon={<IconUserExclamation aria-hidden />} title={t("in_use.title")}>
      <Stack gap="sm" align="start">
        <Text size="sm">{t("in_use.text")}</Text>
        <Button variant="default" loading={isSigningOut} onClick={onSignOut} ref={button}>
          {t("in_use.action")}
        </Button>
      </Stack>
    </Alert>
  );
}
