/** What was asked for, by whom, and where it stands. */

import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { AccountNumber } from "../../ui/account-number";
import { counted } from "../../ui/count";
import { Fact, Facts } from "../../ui/facts";
import { formatDay, formatMoment, Money } from "../../ui/money";
import { Section } from "../../ui/section";
import type { Loan } from "./read";
import { LoanStatus } from "./status";

const METHODS: Record<Loan["method"], string> = {
  declining_balance: "equal instalments",
  equal_principal: "equal parts of principal",
  flat: "flat",
};

export function LoanFacts({ loan }: { loan: Loan }) {
  const { currency } = loan;
  return (
    <Section title={loan.borrower.full_name} note={loan.purpose} beside={<LoanStatus status={loan.status} />}>
      <Facts cols={{ base: 2, sm: 3 }}>
        <Fact name="Amount">
          <Money inherit amount={loan.amount} currency={currency} fw={600} />
        </Fact>
        <Fact name="Term">{counted(loan.term_months, "month")}</Fact>
        <Fact name="Interest">
          {loan.annual_rate}% a year, {METHODS[loan.method]}
        </Fact>
        <Fact name="Product">{loan.product.name}</Fact>
        <Fact name="Account">
          <Anchor component={Link} to={`/accounts/${loan.account}`}>
            <AccountNumber number={loan.account} />
          </Anchor>
        </Fact>
        <Fact name="Applied">{formatMoment(loan.applied_at)}</Fact>
        {loan.decided_at && <Fact name="Decided">{formatMoment(loan.decided_at)}</Fact>}
        {loan.decision_note && <Fact name="Note on the decision">{loan.decision_note}</Fact>}
        {loan.disbursed_at && <Fact name="Disbursed">{formatMoment(loan.disbursed_at)}</Fact>}
        {loan.closed_at && <Fact name="Closed">{formatMoment(loan.closed_at)}</Fact>}
        {loan.status === "active" && (
          <Fact name="Principal outstanding">
            <Money inherit amount={loan.outstanding_principal} currency={currency} />
          </Fact>
        )}
        {loan.settlement_amount && (
          <Fact name="Would settle it today">
            <Money inherit amount={loan.settlement_amount} currency={currency} />
          </Fact>
        )}
        {loan.next_due && (
          <Fact name={loan.days_late ? `Due, ${counted(loan.days_late, "day")} late` : "Next due"}>
            <Money inherit amount={loan.next_due.amount} currency={currency} /> on {formatDay(loan.next_due.due_date)}
          </Fact>
        )}
      </Facts>
    </Section>
  );
}
