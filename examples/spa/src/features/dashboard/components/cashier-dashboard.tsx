/** A cashier's overview: the till, today's transactions and the loans to disburse. */

import { Group, SimpleGrid, Stack } from "@mantine/core";
import type { ReactNode } from "react";
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
  const { till, today, currency, latest, to_disburse } = dashboard;
  return (
    <Stack gap="lg">
      <StatCards>
        <StatCard name="Till balance">
          <Money inherit amount={till.balance} currency={till.currency} />
        </StatCard>
        <ActivityCards today={today} alwaysShown={["deposit", "withdrawal", "loan_repayment"]} currency={currency} />
      </StatCards>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: "start" }}>
        <Stack gap="lg">
          <Section title="Loans to disburse" note="Approved loans. The money is paid into the member's account.">
            {renderDisbursements(to_disburse)}
          </Section>
          <ActivityChart today={today} currency={currency} />
        </Stack>
        <Section title="Your latest transactions">
          <LatestTransactions transactions={latest} />
        </Section>
      </SimpleGrid>
    </Stack>
  );
}

function LatestTransactions({ transactions }: { transactions: Dashboard["latest"] }) {
  return (
    <Rows label="Your latest transactions" empty="No transactions yet.">
      {transactions.map((one) => {
        const account = one.to_account ?? one.from_account;
        return (
          <Row
            key={one.id}
            title={transactionTypeName(one.kind) + (one.status === "reversed" ? ", reversed" : "")}
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
