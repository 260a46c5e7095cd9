/** A manager's overview: totals, pending loans, arrears and cash flow. */

import { Anchor, SimpleGrid, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { StatCard, StatCards } from "@/components/ui/stat-cards";
import { paths } from "@/config/paths";
import type { components } from "@/lib/bank-client/schema";
import { formatDate, formatNumber, formatPercent } from "@/utils/format";
import { ActivityCards } from "./activity-cards";
import { CashFlowChart } from "./cash-flow-chart";
import { PortfolioChart } from "./portfolio-chart";

type Dashboard = components["schemas"]["ManagerDashboard"];

export function ManagerDashboard({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation("dashboard");
  const { totals, today, currency, series } = dashboard;
  return (
    <Stack gap="lg">
      <StatCards>
        <StatCard name={t("manager.members")}>{formatNumber(totals.members)}</StatCard>
        <StatCard name={t("manager.accounts")}>{formatNumber(totals.accounts)}</StatCard>
        <StatCard name={t("manager.balances")}>
          <Money inherit amount={totals.customer_balances} currency={currency} />
        </StatCard>
        <StatCard name={t("manager.portfolio")} note={t("manager.active", { count: totals.loans_running })}>
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
  const { t } = useTranslation("dashboard");
  return (
    <Section
      title={t("manager.pending")}
      aside={
        waiting > MAX_SHOWN && (
          <Anchor component={Link} to={paths.loans} size="sm">
            {t("manager.view_all", { number: waiting })}
          </Anchor>
        )
      }
    >
      <Rows label={t("manager.pending")} empty={t("manager.no_pending")}>
        {loans.slice(0, MAX_SHOWN).map((loan) => (
          <Row
            key={loan.id}
            title={
              <Anchor component={Link} to={paths.loan(loan.id)}>
                {loan.borrower.full_name}
              </Anchor>
            }
            note={t("manager.pending_note", {
              purpose: loan.purpose,
              count: loan.term_months,
              date: formatDate(loan.applied_at),
            })}
            amount={<Money inherit amount={loan.amount} currency={loan.currency} />}
          />
        ))}
      </Rows>
    </Section>
  );
}

function Arrears({ arrears, currency }: { arrears: Dashboard["arrears"]; currency: string }) {
  const { t } = useTranslation("dashboard");
  return (
    <Section title={t("arrears.title")}>
      <DescriptionList>
        <DescriptionItem name={t("arrears.loans")}>{formatNumber(arrears.loans)}</DescriptionItem>
        <DescriptionItem name={t("arrears.outstanding")}>
          <Money inherit amount={arrears.outstanding_principal} currency={currency} />
        </DescriptionItem>
        <DescriptionItem name={t("arrears.par30")}>{formatPercent(arrears.par30)}</DescriptionItem>
      </DescriptionList>
    </Section>
  );
}
