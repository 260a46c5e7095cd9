/** A member's overview: balances, latest transactions and loan payments. */

import { Anchor, Grid, Paper, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AccountCard } from "@/components/ui/account-card";
import { isolatedNumber } from "@/components/ui/account-number";
import { EntryRow } from "@/components/ui/entry-row";
import { Money } from "@/components/ui/money";
import { Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import type { components } from "@/lib/bank-client/schema";
import type { Account } from "@/types/api";
import { sumAmounts } from "@/utils/amount";
import { UpcomingPayments } from "./upcoming-payments";

type Dashboard = components["schemas"]["MemberDashboard"];

// The chart is loaded after the figures, because its code is larger than the rest of the page.
const BalanceChart = lazy(async () => ({ default: (await import("./balance-chart")).BalanceChart }));

export function MemberDashboard({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation(["dashboard", "common"]);
  const { accounts, currency, entries, loans } = dashboard;
  const names = new Map(accounts.map(({ number, name }) => [number, name || isolatedNumber(number)]));
  return (
    <Stack gap="lg">
      <TotalBalance dashboard={dashboard} />
      {accounts.length === 0 && (
        <Paper withBorder p="lg">
          <Text>{t("member.no_accounts")}</Text>
        </Paper>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {newestAccountFirst(accounts).map((account) => (
          <li key={account.number}>
            <AccountCard account={account} />
          </li>
        ))}
      </SimpleGrid>
      {accounts.length > 0 && (
        <Suspense fallback={<Skeleton height={360} aria-label={t("common:loading")} />}>
          <BalanceChart accounts={accounts} currency={currency} />
        </Suspense>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }} order={{ base: 2, md: 1 }}>
          <Section
            title={t("member.latest")}
            aside={
              <Anchor component={Link} to={paths.accounts} size="sm">
                {t("member.all_accounts")}
              </Anchor>
            }
          >
            <Rows label={t("member.latest")} empty={t("no_transactions")}>
              {newestFirst(entries).map((entry) => (
                <EntryRow key={entry.id} entry={entry} currency={currency} amountNote={names.get(entry.account)} />
              ))}
            </Rows>
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }} order={{ base: 1, md: 2 }}>
          <UpcomingPayments loans={loans} />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

/** In the order of the accounts page. */
function newestAccountFirst(accounts: Account[]): Account[] {
  return accounts.toSorted((one, other) => other.opened_at.localeCompare(one.opened_at));
}

/** The debt is shown beside it: a disbursed loan is not wealth. */
function TotalBalance({ dashboard: { total_balance, currency, loans } }: { dashboard: Dashboard }) {
  const { t } = useTranslation("dashboard");
  const owed = loans.filter((loan) => loan.status === "active" && loan.currency === currency);
  return (
    <div>
      <Text c="dimmed">{t("member.total")}</Text>
      <Money amount={total_balance} currency={currency} fz={{ base: 34, sm: 42 }} fw={650} lh={1.2} />
      {owed.length > 0 && (
        <Text c="dimmed">
          <Trans
            t={t}
            i18nKey="member.owed"
            components={{
              amount: (
                <Money
                  amount={sumAmounts(owed.map(({ outstanding_principal }) => outstanding_principal))}
                  currency={currency}
                />
              ),
            }}
          />
        </Text>
      )}
    </div>
  );
}

/** Sorted by booking time. */
function newestFirst(entries: Dashboard["entries"]): Dashboard["entries"] {
  return entries.toSorted((one, other) => other.booked_at.localeCompare(one.booked_at) || other.id - one.id);
}
