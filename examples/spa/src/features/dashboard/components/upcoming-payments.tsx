/** The next instalment of each of a member's loans, and the loans that are not disbursed yet. */

import { Badge } from "@mantine/core";
import { Money } from "@/components/ui/money";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import type { components } from "@/lib/bank-client/schema";
import { formatDate, formatMoney } from "@/utils/format";
import { pluralize } from "@/utils/pluralize";

type Loan = components["schemas"]["Loan"];

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
      title={loan.purpose || loan.product.name}
      note={
        <>
          <div>{next_due ? `Due on ${formatDate(next_due.due_date)}` : PENDING_LABELS[loan.status]}</div>
          {overdue && <div>{formatMoney(overdue.amount, currency)} overdue</div>}
          {days_late > 0 && (
            <Badge color="red" variant="light" tt="none" mt={4}>
              {pluralize(days_late, "day")} late
            </Badge>
          )}
        </>
      }
      amount={<Money inherit amount={next_due?.amount ?? loan.amount} currency={currency} />}
      amountNote={next_due && `${formatMoney(loan.outstanding_principal, currency)} outstanding`}
    />
  );
}

/** Loans with a due payment first, the earliest on top. */
function byDueDate(one: Loan, other: Loan): number {
  return (one.next_due?.due_date ?? "9999").localeCompare(other.next_due?.due_date ?? "9999");
}
