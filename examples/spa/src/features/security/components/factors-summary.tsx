/** Which second factors the user has, with a link to their page. */

import { Button, Text } from "@mantine/core";
import { Link } from "react-router";
import { QueryResult } from "@/components/ui/query-result";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import type { components } from "@/lib/bank-client/schema";
import { pluralize } from "@/utils/pluralize";
import { useFactors } from "../api/factors";

export function FactorsSummary() {
  const query = useFactors();
  return (
    <Section
      title="Two-step sign-in"
      note="With a second factor nobody can sign in with your password alone, and large payments are confirmed with it."
    >
      <QueryResult query={query} height={60}>
        {(factors) => (
          <>
            <Text>{describe(factors)}</Text>
            <Button component={Link} to={paths.factors} variant="default" w="fit-content">
              {hasFactor(factors) ? "Manage two-step sign-in" : "Set up two-step sign-in"}
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
  if (!hasFactor(factors)) return "Off: you have no second factor.";
  const { totp, passkeys, recovery_codes } = factors;
  const parts = [
    passkeys.length > 0 && pluralize(passkeys.length, "passkey"),
    totp.enabled && "an authenticator app",
    `${pluralize(recovery_codes.left, "recovery code")} left`,
  ];
  return `On: ${parts.filter(Boolean).join(", ")}.`;
}
