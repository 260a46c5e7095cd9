"""A loan with its instalments and payments, read once: its debt on any day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.dates import bank_day
from loans.domain import arrears, payoff
from loans.domain.arrears import Overdue
from loans.domain.payments import Split
from loans.domain.replay import replay
from loans.domain.running_loan import Row, RunningLoan
from loans.domain.schedule import Instalment
from loans.domain.terms import Terms
from loans.enums import LoanStatus, RowStatus
from loans.models import Loan
from loans.rows import BookedPayment, LoanRows


@dataclass
class LoanState:
    """The loan, the schedule of its disbursement, and its payments. Amounts are minor units.

    Only a disbursed loan has rows; without them nothing is owed.
    """

    loan: Loan
    rows: LoanRows

    @property
    def is_active(self) -> bool:
        """Whether something is owed."""
        return self.loan.status == LoanStatus.ACTIVE and bool(self.rows.instalments)  # guard: loan-runs

    @property
    def disbursed_on(self) -> date:
        """The bank's day of the disbursement."""
        day = self.loan.disbursed_on
        if day is None:  # disbursed by a server of an earlier release
            day = bank_day(self.loan.disbursed_at)  # type: ignore[arg-type]  # of a disbursed loan
        return day

    @property
    def terms(self) -> Terms:
        """The terms of the loan as it was disbursed."""
        loan, instalments = self.loan, self.rows.instalments
        return Terms(
            amount=loan.amount,
            annual_rate=loan.annual_rate,
            term_months=len(instalments),
            method=loan.method,
            day_count=loan.day_count,
            instalment_multiple=loan.instalment_multiple,
            principal_grace_months=loan.principal_grace_months,
            disbursed_on=self.disbursed_on,
            first_due_date=instalments[0].due_date,
            prepayment=loan.prepayment,
            overdue_interest=loan.overdue_interest,
            late_fee=loan.late_fee,
            late_fee_after_days=loan.late_fee_after_days,
            disbursement_fee=loan.disbursement_fee if loan.fee_id else 0,
        )

    def on(self, day: date) -> RunningLoan:
        """The loan at the end of a day, with the payments up to then and no more."""
        payments = [payment.as_of(day) for payment in self.rows.payments if payment.day <= day]
        return replay(self.terms, self.rows.instalments, payments).at(day)

    def add(self, payment: BookedPayment) -> None:
        """Adds a payment that has just been written."""
        self.rows.payments.append(payment)


@dataclass(frozen=True)
class Debt:
    """The debt of an active loan on a day."""

    payoff: Split
    schedule: Sequence[Row]
    next_due: Row | None
    overdue: Overdue | None

    @property
    def days_late(self) -> int:
        """The days since the oldest unpaid instalment fell due; 0 where nothing is late."""
        return self.overdue.days_late if self.overdue else 0


def debt_on(running: RunningLoan) -> Debt:
    """The debt on the day of the loan."""
    rows = running.rows()
    return Debt(payoff.payoff(running), rows, arrears.next_due(rows), arrears.overdue(rows, running.day))


def row_status(row: Row, day: date, *, settled: bool) -> RowStatus:
    """The status of an instalment on a day; all instalments of a settled loan are paid."""
    if settled or not row.left:
        return RowStatus.PAID
    if row.due_date < day:
        return RowStatus.LATE
    return RowStatus.PARTLY_PAID if row.paid else RowStatus.UPCOMING


def expected_rows(instalments: Sequence[Instalment]) -> list[Row]:
    """The rows of a schedule of which nothing is paid."""
    return [
        Row(row.number, row.due_date, row.principal, row.interest, row.balance_after, paid=0) for row in instalments
    ]
