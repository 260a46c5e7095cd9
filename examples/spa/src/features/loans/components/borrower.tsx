/** What a decision on a loan needs to know about the borrower: savings, other loans and arrears. */

import { Anchor, Stack, Text } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AccountNumber } from "@/components/ui/account-number";
import { Money } from "@/components/ui/money";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import { i18n } from "@/lib/i18n";
import type { Loan } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { formatDate, formatMoney } from "@/utils/format";
import { useBorrowerAccounts, useBorrowerLoans } from "../api/loans";
import { LoanStatusBadge } from "./loan-status";

export function Borrower({ loan: { id, borrower } }: { loan: Loan }) {
  const { t } = useTranslation("loans");
  const accounts = useBorrowerAccounts(borrower.id);
  const loans = useBorrowerLoans(borrower.id);
  return (
    <Section
      title={t("borrower.title", { name: borrower.full_name })}
      aside={
        <Anchor component={Link} to={paths.member(borrower.id)} size="sm">
          {t("borrower.view_member")}
        </Anchor>
      }
    >
      <Stack gap="md">
        <Text component="h3" size="sm" fw={600}>
          {t("borrower.accounts")}
        </Text>
        <QueryResult query={accounts}>
          {({ results }) => (
            <Rows label={t("borrower.accounts_label")} empty={t("borrower.no_accounts")}>
              {results.map((account) => (
                <Row
                  key={account.number}
                  title={
                    <Anchor component={Link} to={paths.account(account.number)} inherit c="inherit">
                      {accountName(account)}
                    </Anchor>
                  }
                  note={
                    <Trans
                      t={t}
                      i18nKey="borrower.account_note"
                      values={{ date: formatDate(account.opened_at) }}
                      components={{ number: <AccountNumber number={account.number} /> }}
                    />
                  }
                  amount={<Money inherit amount={account.balance} currency={account.currency} />}
                />
              ))}
            </Rows>
          )}
        </QueryResult>
        <Text component="h3" size="sm" fw={600}>
          {t("borrower.loans")}
        </Text>
        <QueryResult query={loans}>
          {({ results }) => (
            <Rows label={t("borrower.loans_label")} empty={t("borrower.no_loans")}>
              {results
                .filter((other) => other.id !== id)
                .map((other) => (
                  <Row
                    key={other.id}
                    title={
                      <Anchor component={Link} to={paths.loan(other.id)} inherit c="inherit">
                        {other.purpose || other.product.name}
                      </Anchor>
                    }
                    note={describeOther(other)}
                    amount={<Money inherit amount={other.amount} currency={other.currency} />}
                    amountNote={<LoanStatusBadge status={other.status} />}
                  />
                ))}
            </Rows>
          )}
        </QueryResult>
      </Stack>
    </Section>
  );
}

function describeOther({ overdue, currency, status, outstanding_principal, applied_at, closed_at }: Loan): string {
  if (overdue) {
    const days = i18n.t("loans:days_late", { count: overdue.days_late });
    return i18n.t("loans:borrower.overdue", { amount: formatMoney(overdue.amount, currency), days });
  }
  if (status === "active") {
    return i18n.t("loans:borrower.outstanding", { amount: formatMoney(outstanding_principal, currency) });
  }
  return closed_at
    ? i18n.t("loans:borrower.closed", { date: formatDate(closed_at) })
    : i18n.t("loans:borrower.applied", { date: formatDate(applied_at) });
}
