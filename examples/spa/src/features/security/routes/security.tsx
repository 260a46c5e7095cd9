/** The security page: second factors, password, active sessions and known browsers. */

import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/page";
import { FactorsSummary } from "../components/factors-summary";
import { KnownBrowsers } from "../components/known-browsers";
import { PasswordForm } from "../components/password-form";
import { Sessions } from "../components/sessions";

export function SecurityPage() {
  const { t } = useTranslation("security");
  return (
    <Page title={t("title")}>
      <Stack gap="lg">
        <FactorsSummary />
        <Sessions />
        <PasswordForm />
        <KnownBrowsers />
      </Stack>
    </Page>
  );
}
