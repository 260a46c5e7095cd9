/** A cashier's overview: the till, today's transactions and the loans to disburse. */

import { Group, SimpleGrid, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AccountNumber } from "@/components/ui/account-number";
import { Money } from "@/components/ui/money";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { StatCard, StatCards } from "@/components/ui/stat-cards";
import type { components } from "@/lib/bank-client/schema";
import type { Loan } from "@/types/api";
import { formatDateTime } from "@/utils/format";
import { transactionTypeName } from "@/utils/transaction-types";
import { ActivityCards } from "./activity-cards";
import { ActivityChart } from "./activity-chart";

type Dashboard = components["schemas"]["CashierDashboard"];

interface Props {
  dashboard: Dashboard;
  renderDisbursements: (loans: Loan[]) => ReactNode;
}

export function CashierDashboard({ dashboard, renderDisbursements }: Props) {
  const { t } = useTranslation("dashboard");
  const { till, today, currency, latest, to_disburse } = dashboard;
  return (
    <Stack gap="lg">
      <StatCards>
        <StatCard name={t("cashier.till")}>
          <Money inherit amount={till.balance} currency={till.currency} />
        </StatCard>
        <ActivityCards today={today} alwaysShown={["deposit", "withdrawal", "loan_repayment"]} currency={currency} />
      </StatCards>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: "start" }}>
        <Stack gap="lg">
          <Section title={t("cashier.to_disburse")} note={t("cashier.to_disburse_note")}>
            {renderDisbursements(to_disburse)}
          </Section>
          <ActivityChart today={today} currency={currency} />
        </Stack>
        <Section title={t("cashier.latest")}>
          <LatestTransactions transactions={latest} />
        </Section>
      </SimpleGrid>
    </Stack>
  );
}

function LatestTransactions({ transactions }: { transactions: Dashboard["latest"] }) {
  const { t } = useTranslation("dashboard");
  return (
    <Rows label={t("cashier.latest")} empty={t("no_transactions")}>
      {transactions.map((one) => {
        const type = transactionTypeName(one.kind);
        const account = one.to_account ?? one.from_account;
        return (
          <Row
            key={one.id}
            title={one.status === "reversed" ? t("cashier.reversed", { type }) : type}
            note={
              <Group gap="0 10px">
                {account ? <AccountNumber number={account} /> : one.description && <span>{one.description}</span>}
                <span>{formatDateTime(one.booked_at)}</span>
              </Group>
            }
            amount={<Money inherit amount={one.amount} currency={one.currency} />}
          />
        );
      })}
    </Rows>
  );
}
