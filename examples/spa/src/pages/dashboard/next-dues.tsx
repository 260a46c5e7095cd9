/** What a member pays next on each loan, and the loans that are not paid out yet. */

import { Badge } from "@mantine/core";
import type { components } from "../../bank/schema";
import { counted } from "../../ui/count";
import { formatDay, formatMoney, Money } from "../../ui/money";
import { Row, Rows } from "../../ui/rows";
import { Section } from "../../ui/section";

type Loan = components["schemas"]["Loan"];

const WAITING: Partial<Record<Loan["status"], string>> = {
  applied: "Being looked at",
  approved: "Approved, not paid out yet",
};

export function NextDues({ loans }: { loans: Loan[] }) {
  const shown = loans.filter(({ next_due, status }) => next_due || status in WAITING).sort(byDueDate);
  return (
    <Section title="Loans">
      <Rows label="Loans" empty="Nothing is due.">
        {shown.map((loan) => (
          <LoanRow key={loan.id} loan={loan} />
        ))}
      </Rows>
    </Section>
  );
}

function LoanRow({ loan }: { loan: Loan }) {
  const { next_due, currency, days_late } = loan;
  return (
    <Row
      title={loan.purpose || loan.product.name}
      note={
        <>
          <div>{next_due ? `Due on ${formatDay(next_due.due_date)}` : WAITING[loan.status]}</div>
          {days_late > 0 && (
            <Badge color="red" variant="light" tt="none" mt={4}>
              {counted(days_late, "day")} late
            </Badge>
          )}
        </>
      }
      amount={<Money inherit amount={next_due?.amount ?? loan.amount} currency={currency} />}
      under={next_due && `${formatMoney(loan.outstanding_principal, currency)} left`}
    />
  );
}

/** What must be paid comes first, the earliest on top. */
function byDueDate(one: Loan, other: Loan): number {
  return (one.next_due?.due_date ?? "9999").localeCompare(other.next_due?.due_date ?? "9999");
}
