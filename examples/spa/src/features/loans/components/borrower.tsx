/** What a decision on a loan needs to know about the borrower: savings, other loans and arrears. */

import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import { AccountNumber } from "@/components/ui/account-number";
import { Money } from "@/components/ui/money";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import type { Loan } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { formatDate, formatMoney } from "@/utils/format";
import { pluralize } from "@/utils/pluralize";
import { useBorrowerAccounts, useBorrowerLoans } from "../api/loans";
import { LoanStatusBadge } from "./loan-status";

export function Borrower({ loan: { id, borrower } }: { loan: Loan }) {
  const accounts = useBorrowerAccounts(borrower.id);
  const loans = useBorrowerLoans(borrower.id);
  return (
    <Section
      title={`Borrower: ${borrower.full_name}`}
      aside={
        <Anchor component={Link} to={paths.member(borrower.id)} size="sm">
          View member
        </Anchor>
      }
    >
      <Stack gap="md">
        <Text component="h3" size="sm" fw={600}>
          Accounts
        </Text>
        <QueryResult query={accounts}>
          {({ results }) => (
            <Rows label="Accounts of the borrower" empty="No active accounts.">
              {results.map((account) => (
                <Row
                  key={account.number}
                  title={
                    <Anchor component={Link} to={paths.account(account.number)} inherit c="inherit">
                      {accountName(account)}
                    </Anchor>
                  }
                  note={
                    <>
                      <AccountNumber number={account.number} /> · since {formatDate(account.opened_at)}
                    </>
                  }
                  amount={<Money inherit amount={account.balance} currency={account.currency} />}
                />
              ))}
            </Rows>
          )}
        </QueryResult>
        <Text component="h3" size="sm" fw={600}>
          Other loans
        </Text>
        <QueryResult query={loans}>
          {({ results }) => (
            <Rows label="Other loans of the borrower" empty="No other loans.">
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
    return `${formatMoney(overdue.amount, currency)} overdue, ${pluralize(overdue.days_late, "day")} late`;
  }
  if (status === "active") return `${formatMoney(outstanding_principal, currency)} outstanding, not late`;
  return closed_at ? `Closed ${formatDate(closed_at)}` : `Applied ${formatDate(applied_at)}`;
}
