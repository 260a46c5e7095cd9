/** A manager's bank: what it holds, what waits for a decision, what is late, how money comes and goes. */

import { Anchor, SimpleGrid, Stack } from "@mantine/core";
import { Link } from "react-router";
import type { components } from "../../bank/schema";
import { counted } from "../../ui/count";
import { Fact, Facts } from "../../ui/facts";
import { Figure, Figures } from "../../ui/figures";
import { formatDay, Money } from "../../ui/money";
import { Row, Rows } from "../../ui/rows";
import { Section } from "../../ui/section";
import { CashPlot } from "./cash-plot";
import { CounterWork } from "./counter-work";
import { PortfolioPlot } from "./portfolio-plot";

type Dashboard = components["schemas"]["ManagerDashboard"];

export function ManagerDashboard({ dashboard }: { dashboard: Dashboard }) {
  const { totals, today, currency, series } = dashboard;
  return (
    <Stack gap="lg">
      <Figures>
        <Figure name="Members">{totals.members}</Figure>
        <Figure name="Accounts">{totals.accounts}</Figure>
        <Figure name="Members' balances">
          <Money inherit amount={totals.customer_balances} currency={currency} />
        </Figure>
        <Figure name="Loans outstanding" note={`${totals.loans_running} running`}>
          <Money inherit amount={totals.gross_portfolio} currency={currency} />
        </Figure>
      </Figures>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: "start" }}>
        <Approvals approvals={dashboard.approvals} />
        <ArrearsNow arrears={dashboard.arrears} currency={currency} />
      </SimpleGrid>
      <Figures>
        <CounterWork
          today={today}
          always={["deposit", "withdrawal", "transfer", "loan_repayment"]}
          currency={currency}
        />
      </Figures>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <CashPlot days={series.days} currency={currency} />
        <PortfolioPlot ages={series.portfolio_by_age} currency={currency} />
      </SimpleGrid>
    </Stack>
  );
}

/** Of those that wait; the list of loans has the rest. */
const SHOWN = 5;

function Approvals({ approvals: { waiting, loans } }: { approvals: Dashboard["approvals"] }) {
  return (
    <Section
      title="Waiting for a decision"
      beside={
        waiting > SHOWN && (
          <Anchor component={Link} to="/loans" size="sm">
            All {waiting}
          </Anchor>
        )
      }
    >
      <Rows label="Applications" empty="Nothing waits for a decision.">
        {loans.slice(0, SHOWN).map((loan) => (
          <Row
            key={loan.id}
            title={
              <Anchor component={Link} to={`/loans/${loan.id}`}>
                {loan.borrower.full_name}
              </Anchor>
            }
            note={`${loan.purpose}, ${counted(loan.term_months, "month")} · applied ${formatDay(loan.applied_at)}`}
            amount={<Money inherit amount={loan.amount} currency={loan.currency} />}
          />
        ))}
      </Rows>
    </Section>
  );
}

const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 2 });

function ArrearsNow({ arrears, currency }: { arrears: Dashboard["arrears"]; currency: string }) {
  return (
    <Section title="Arrears">
      <Facts cols={{ base: 2, sm: 3 }}>
        <Fact name="Late loans">{arrears.loans}</Fact>
        <Fact name="Outstanding on them">
          <Money inherit amount={arrears.outstanding_principal} currency={currency} />
        </Fact>
        <Fact name="At risk (PAR30)">{percent.format(arrears.par30 as Intl.StringNumericLiteral)}</Fact>
      </Facts>
    </Section>
  );
}
