/** A cashier's day: the till, what went over the counter, and what waits there. */

import { Group, SimpleGrid, Stack } from "@mantine/core";
import type { components } from "../../bank/schema";
import { AccountNumber } from "../../ui/account-number";
import { Figure, Figures } from "../../ui/figures";
import { KINDS } from "../../ui/kinds";
import { formatMoment, Money } from "../../ui/money";
import { Row, Rows } from "../../ui/rows";
import { Section } from "../../ui/section";
import { DisburseList } from "../counter/disburse-list";
import { CounterWork } from "./counter-work";
import { WorkPlot } from "./work-plot";

type Dashboard = components["schemas"]["CashierDashboard"];

export function CashierDashboard({ dashboard }: { dashboard: Dashboard }) {
  const { till, today, currency, latest, to_disburse } = dashboard;
  return (
    <Stack gap="lg">
      <Figures>
        <Figure name="In your till">
          <Money inherit amount={till.balance} currency={till.currency} />
        </Figure>
        <CounterWork today={today} always={["deposit", "withdrawal", "loan_repayment"]} currency={currency} />
      </Figures>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: "start" }}>
        <Stack gap="lg">
          <Section title="Loans to disburse" note="Approved; the money goes to the member's account.">
            <DisburseList loans={to_disburse} />
          </Section>
          <WorkPlot today={today} currency={currency} />
        </Stack>
        <Section title="Your latest transactions">
          <Latest transactions={latest} />
        </Section>
      </SimpleGrid>
    </Stack>
  );
}

function Latest({ transactions }: { transactions: Dashboard["latest"] }) {
  return (
    <Rows label="Your latest transactions" empty="None yet.">
      {transactions.map((one) => {
        const account = one.to_account ?? one.from_account;
        return (
          <Row
            key={one.id}
            title={KINDS[one.kind] + (one.status === "reversed" ? ", reversed" : "")}
            note={
              <Group gap="0 10px">
                {account ? <AccountNumber number={account} /> : one.description && <span>{one.description}</span>}
                <span>{formatMoment(one.booked_at)}</span>
              </Group>
            }
            amount={<Money inherit amount={one.amount} currency={one.currency} />}
          />
        );
      })}
    </Rows>
  );
}
