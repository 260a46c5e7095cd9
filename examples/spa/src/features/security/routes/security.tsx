/** The security page: second factors, password, active sessions and known browsers. */

import { Stack } from "@mantine/core";
import { Page } from "@/components/ui/page";
import { FactorsSummary } from "../components/factors-summary";
import { KnownBrowsers } from "../components/known-browsers";
import { PasswordForm } from "../components/password-form";
import { Sessions } from "../components/sessions";

export function SecurityPage() {
  return (
    <Page title="Security">
      <Stack gap="lg">
        <FactorsSummary />
        <Sessions />
        <PasswordForm />
        <KnownBrowsers />
      </Stack>
    </Page>
  );
}
