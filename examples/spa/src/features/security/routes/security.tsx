/** The security page: password, active sessions and known browsers. */

import { Stack } from "@mantine/core";
import { Page } from "@/components/ui/page";
import { KnownBrowsers } from "../components/known-browsers";
import { PasswordForm } from "../components/password-form";
import { Sessions } from "../components/sessions";

export function SecurityPage() {
  return (
    <Page title="Security">
      <Stack gap="lg">
        <Sessions />
        <PasswordForm />
        <KnownBrowsers />
      </Stack>
    </Page>
  );
}
