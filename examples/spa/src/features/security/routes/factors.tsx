/** The page of the user's second factors: passkeys, an authenticator app and recovery codes. */

import { Alert, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { useSession } from "@/hooks/use-session";
import { useFactors } from "../api/factors";
import { Authenticator } from "../components/authenticator";
import { Passkeys } from "../components/passkeys";
import { RecoveryCodes } from "../components/recovery-codes";

export function FactorsPage() {
  const { t } = useTranslation("security");
  const query = useFactors();
  const state = useSession();
  const needsFactor = state.status === "signed-in" && state.needsFactor;
  return (
    <Page title={t("factors.title")}>
      {needsFactor && (
        <Alert color="yellow" title={t("factors.needed_title")}>
          {t("factors.needed_text")}
        </Alert>
      )}
      <QueryResult query={query} height={320}>
        {({ totp, passkeys, recovery_codes }) => (
          <Stack gap="lg" maw={760}>
            <Passkeys passkeys={passkeys} />
            <Authenticator totp={totp} />
            {(totp.enabled || passkeys.length > 0) && <RecoveryCodes left={recovery_codes.left} />}
          </Stack>
        )}
      </QueryResult>
    </Page>
  );
}
