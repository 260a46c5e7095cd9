/** Which second factors the user has, with a link to their page. */

import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { QueryResult } from "@/components/ui/query-result";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import type { components } from "@/lib/bank-client/schema";
import { i18n } from "@/lib/i18n";
import { formatList } from "@/utils/format";
import { useFactors } from "../api/factors";

export function FactorsSummary() {
  const { t } = useTranslation("security");
  const query = useFactors();
  return (
    <Section title={t("factors.title")} note={t("factors.note")}>
      <QueryResult query={query} height={60}>
        {(factors) => (
          <>
            <Text>{describe(factors)}</Text>
            <Button component={Link} to={paths.factors} variant="default" w="fit-content">
              {t(hasFactor(factors) ? "factors.manage" : "factors.set_up")}
            </Button>
          </>
        )}
      </QueryResult>
    </Section>
  );
}

type Factors = components["schemas"]["Factors"];

function hasFactor({ totp, passkeys }: Factors): boolean {
  return totp.enabled || passkeys.length > 0;
}

function describe(factors: Factors): string {
  const t = i18n.getFixedT(null, "security", "factors");
  if (!hasFactor(factors)) return t("off");
  const { totp, passkeys, recovery_codes } = factors;
  const parts = [
    passkeys.length > 0 && t("passkeys", { count: passkeys.length }),
    totp.enabled && t("authenticator"),
    t("codes_left", { count: recovery_codes.left }),
  ];
  return t("on", { factors: formatList(parts.filter((part) => part !== false)) });
}
