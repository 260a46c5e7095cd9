/** The terms, borrower and status of a loan. */

import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { AccountNumber } from "@/components/ui/account-number";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import type { Loan } from "@/types/api";
import { formatDate, formatDateTime } from "@/utils/format";
import { pluralize } from "@/utils/pluralize";
import { LoanStatusBadge } from "./loan-status";

const METHOD_LABELS: Record<Loan["method"], string> = {
  declining_balance: "equal instalments",
  equal_principal: "equal principal",
  flat: "flat rate",
};

export function LoanDetails({ loan }: { loan: Loan }) {
  const { currency } = loan;
  const isOwn = useUser().id === loan.borrower.id;
  return (
    <Section
      title={isOwn ? loan.purpose || loan.product.name : loan.borrower.full_name}
      note={isOwn ? undefined : loan.purpose}
      aside={<LoanStatusBadge status={loan.status} />}
    >
      <DescriptionList>
        <DescriptionItem name="Amount">
          <Money inherit amount={loan.amount} currency={currency} fw={600} />
        </DescriptionItem>
        <DescriptionItem name="Term">{pluralize(loan.term_months, "month")}</DescriptionItem>
        <DescriptionItem name="Interest rate">
          {loan.annual_rate}% per year, {METHOD_LABELS[loan.method]}
        </DescriptionItem>
        <DescriptionItem name="Product">{loan.product.name}</DescriptionItem>
        <DescriptionItem name="Account">
          <Anchor component={Link} to={paths.account(loan.account)}>
            <AccountNumber number={loan.account} />
          </Anchor>
        </DescriptionItem>
        <DescriptionItem name="Applied">{formatDateTime(loan.applied_at)}</DescriptionItem>
        {loan.decided_at && <DescriptionItem name="Decided">{formatDateTime(loan.decided_at)}</DescriptionItem>}
        {loan.decision_note && <DescriptionItem name="Decision note">{loan.decision_note}</DescriptionItem>}
        {loan.disbursed_at && <DescriptionItem name="Disbursed">{formatDateTime(loan.disbursed_at)}</DescriptionItem>}
        {loan.closed_at && <DescriptionItem name="Closed">{formatDateTime(loan.closed_at)}</DescriptionItem>}
        {loan.status === "active" && (
          <DescriptionItem name="Principal outstanding">
            <Money inherit amount={loan.outstanding_principal} currency={currency} />
          </DescriptionItem>
        )}
        {loan.settlement_amount && (
          <DescriptionItem name="Payoff amount">
            <Money inherit amount={loan.settlement_amount} currency={currency} />
          </DescriptionItem>
        )}
        {loan.next_due && !loan.overdue && (
          <DescriptionItem name="Next due">
            <Money inherit amount={loan.next_due.amount} currency={currency} /> on {formatDate(loan.next_due.due_date)}
          </DescriptionItem>
        )}
        {loan.overdue && (
          <DescriptionItem
            name={`Overdue, ${pluralize(loan.overdue.instalments, "instalment")}, ${pluralize(loan.overdue.days_late, "day")} late`}
          >
            <Money inherit amount={loan.overdue.amount} currency={currency} /> since {formatDate(loan.overdue.since)}
          </DescriptionItem>
        )}
      </DescriptionList>
    </Section>
  );
}
