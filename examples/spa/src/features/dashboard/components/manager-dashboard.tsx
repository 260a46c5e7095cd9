/** A manager's overview: totals, pending loans, arrears and cash flow. */

import { Anchor, SimpleGrid, Stack } from "@mantine/core";
import { Link } from "react-router";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { StatCard, StatCards } from "@/components/ui/stat-cards";
import { paths } from "@/config/paths";
import type { components } from "@/lib/bank-client/schema";
import { formatDate } from "@/utils/format";
import { pluralize } from "@/utils/pluralize";
import { ActivityCards } from "./activity-cards";
import { CashFlowChart } from "./cash-flow-chart";
import { PortfolioChart } from "./portfolio-chart";

type Dashboard = components["schemas"]["ManagerDashboard"];

export function ManagerDashboard({ dashboard }: { dashboard: Dashboard }) {
  const { totals, today, currency, series } = dashboard;
  return (
    <Stack gap="lg">
      <StatCards>
        <StatCard name="Members">{totals.members}</StatCard>
        <StatCard name="Accounts">{totals.accounts}</StatCard>
        <StatCard name="Members' balances">
          <Money inherit amount={totals.customer_balances} currency={currency} />
        </StatCard>
        <StatCard name="Loans outstanding" note={`${totals.loans_running} active`}>
          <Money inherit amount={totals.gross_portfolio} currency={currency} />
        </StatCard>
      </StatCards>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: "start" }}>
        <PendingLoans approvals={dashboard.approvals} />
        <Arrears arrears={dashboard.arrears} currency={currency} />
      </SimpleGrid>
      <StatCards>
        <ActivityCards
          today={today}
          alwaysShown={["deposit", "withdrawal", "transfer", "loan_repayment"]}
          currency={currency}
        />
      </StatCards>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <CashFlowChart days={series.days} currency={currency} />
        <PortfolioChart buckets={series.portfolio_by_age} currency={currency} />
      </SimpleGrid>
    </Stack>
  );
}

/** Further pending loans are on the loans page. */
const MAX_SHOWN = 5;

function PendingLoans({ approvals: { waiting, loans } }: { approvals: Dashboard["approvals"] }) {
  return (
    <Section
      title="Pending loans"
      aside={
        waiting > MAX_SHOWN && (
          <Anchor component={Link} to={paths.loans} size="sm">
            View all {waiting}
          </Anchor>
        )
      }
    >
      <Rows label="Pending loans" empty="No pending loans.">
        {loans.slice(0, MAX_SHOWN).map((loan) => (
          <Row
            key={loan.id}
            title={
              <Anchor component={Link} to={paths.loan(loan.id)}>
                {loan.borrower.full_name}
              </Anchor>
            }
            note={`${loan.purpose}, ${pluralize(loan.term_months, "month")} · applied ${formatDate(loan.applied_at)}`}
            amount={<Money inherit amount={loan.amount} currency={loan.currency} />}
          />
        ))}
      </Rows>
    </Section>
  );
}

const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 2 });

function Arrears({ arrears, currency }: { arrears: Dashboard["arrears"]; currency: string }) {
  return (
    <Section title="Arrears">
      <DescriptionList>
        <DescriptionItem name="Late loans">{arrears.loans}</DescriptionItem>
        <DescriptionItem name="Outstanding">
          <Money inherit amount={arrears.outstanding_principal} currency={currency} />
        </DescriptionItem>
        <DescriptionItem name="Portfolio at risk (PAR30)">
          {percent.format(arrears.par30 as Intl.StringNumericLiteral)}
        </DescriptionItem>
      </DescriptionList>
    </Section>
  );
}
