/** The till: the cash that should be in it, and the count at the end of the day. Managers see all tills and the vault. */

import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Money } from "@/components/ui/money";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { StatCard, StatCards } from "@/components/ui/stat-cards";
import { useUser } from "@/hooks/use-session";
import { $api } from "@/lib/api";
import { useBankConfig } from "@/lib/config";
import { CashTransfer } from "../components/cash-transfer";
import { CountForm } from "../components/count-form";
import { VaultCash } from "../components/vault-cash";

export function TillPage() {
  const { t } = useTranslation("till");
  const user = useUser();
  const currency = useBankConfig()?.currency ?? "USD";
  const query = $api.useQuery("get", "/api/tills/");
  return (
    <Page title={t("title")}>
      <QueryResult query={query}>
        {({ vault, results }) => {
          const own = results.find(({ cashier }) => cashier.id === user.id);
          return (
            <Stack gap="lg">
              <StatCards>
                {vault && (
                  <StatCard name={t("vault")}>
                    <Money inherit amount={vault.balance} currency={currency} />
                  </StatCard>
                )}
                {own && (
                  <StatCard name={t("own")}>
                    <Money inherit amount={own.balance} currency={currency} />
                  </StatCard>
                )}
              </StatCards>
              {own && <CountForm cashier={user.id} expected={own.balance} currency={currency} />}
              {vault && <VaultCash balance={vault.balance} />}
              {vault && (
                <Section title={t("all")}>
                  <Rows label={t("all")} empty={t("none")}>
                    {results.map(({ cashier, balance }) => (
                      <Row
                        key={cashier.id}
                        title={cashier.full_name}
                        amount={<Money inherit amount={balance} currency={currency} />}
                        action={<CashTransfer cashier={cashier} balance={balance} vault={vault.balance} />}
                      />
                    ))}
                  </Rows>
                </Section>
              )}
            </Stack>
          );
        }}
      </QueryResult>
    </Page>
  );
}
