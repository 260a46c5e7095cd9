/** Proves that the user is the owner: with a factor, or with the password while there is no factor. */

import { Stack, Text } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { QueryResult } from "@/components/ui/query-result";
import { $api } from "@/lib/api";
import { bank } from "@/lib/bank";
import { unwrap } from "@/lib/bank-client/errors";
import { canUsePasskeys } from "@/lib/bank-client/passkeys";
import { useBankConfig } from "@/lib/config";
import type { FactorMethod } from "@/utils/factors";
import { FactorForm, type PresentedFactor } from "./factor-form";
import { useLoaded } from "./use-loaded";

interface Props {
  onTitle: (title: string) => void;
  /** The button to cancel. */
  children: ReactNode;
}

export function ProofPrompt({ onTitle, children }: Props) {
  const { t } = useTranslation();
  const title = t("factor.proof_title");
  useEffect(() => onTitle(title), [onTitle, title]);
  const factors = $api.useQuery("get", "/api/users/factors/");
  return (
    <Stack>
      <Text>{t("factor.proof_note")}</Text>
      <QueryResult query={factors}>
        {({ totp, passkeys }) => (
          <ProofForm hasTotp={totp.enabled} hasPasskey={passkeys.length > 0}>
            {children}
          </ProofForm>
        )}
      </QueryResult>
    </Stack>
  );
}

function ProofForm({ hasTotp, hasPasskey, children }: { hasTotp: boolean; hasPasskey: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  const needsOptions = canUsePasskeys(useBankConfig()?.passkey_rp_id) && hasPasskey;
  const options = useLoaded(async () =>
    needsOptions ? { ...(await unwrap(bank.api.POST("/api/users/factors/proof/options/"))) } : null,
  );
  const prove = async (factor: PresentedFactor) => {
    // A proof accepts no recovery code, and none is offered.
    const body = factor as Exclude<PresentedFactor, { recovery_code: string }>;
    await unwrap(bank.api.POST("/api/users/factors/proof/", { body }));
    bank.stepUp.allow();
  };
  const factors: FactorMethod[] = [...(hasPasskey ? ["passkey" as const] : []), ...(hasTotp ? ["totp" as const] : [])];
  return (
    <QueryResult query={options}>
      {(passkey) => (
        <FactorForm
          methods={factors.length ? factors : ["password"]}
          passkey={passkey ?? undefined}
          action={t("confirm")}
          onSubmit={prove}
        >
          {children}
        </FactorForm>
      )}
    </QueryResult>
  );
}
