/** The next instalment of each of a member's loans, and the loans that are not disbursed yet. */

import { Anchor, Badge } from "@mantine/core";
import { Link } from "react-router";
import { Money } from "@/components/ui/money";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import type { Loan } from "@/types/api";
import { formatDate, formatMoney } from "@/utils/format";
import { pluralize } from "@/utils/pluralize";

const PENDING_LABELS: Partial<Record<Loan["status"], string>> = {
  applied: "Under review",
  approved: "Approved, not disbursed yet",
};

export function UpcomingPayments({ loans }: { loans: Loan[] }) {
  const shown = loans.filter(({ next_due, status }) => next_due || status in PENDING_LABELS).sort(byDueDate);
  return (
    <Section title="Loans">
      <Rows label="Loans" empty="No payments due.">
        {shown.map((loan) => (
          <LoanRow key={loan.id} loan={loan} />
        ))}
      </Rows>
    </Section>
  );
}

function LoanRow({ loan }: { loan: Loan }) {
  const { next_due, currency, days_late, overdue } = loan;
  return (
    <Row
      title={
        <Anchor component={Link} to={paths.loan(loan.id)} inherit c="inherit">
          {loan.purpose || loan.product.name}
        </Anchor>
      }
      note={
        <>
          <div>{describeDue(loan)}</div>
          {days_late > 0 && (
            <Badge color="red" variant="light" tt="none" mt={4}>
              {pluralize(days_late, "day")} late
            </Badge>
          )}
        </>
      }
      amount={<Money inherit amount={overdue?.amount ?? next_due?.amount ?? loan.amount} currency={currency} />}
      amountNote={next_due && `${formatMoney(loan.outstanding_principal, currency)} outstanding`}
    />
  );
}

/** All that is late counts as due: who pays the oldest instalment only is still late. */
function describeDue({ overdue, next_due, status }: Loan): string | undefined {
  if (overdue) return `${pluralize(overdue.instalments, "instalment")} overdue since ${formatDate(overdue.since)}`;
  return next_due ? `Due on ${formatDate(next_due.due_date)}` : PENDING_LABELS[status];
}

/** Loans with a due payment first, the earliest on top. */
function byDueDate(one: Loan, other: Loan): number {
  return (one.next_due?.due_date ?? "9999").localeCompare(other.next_due?.due_date ?? "9999");
}
