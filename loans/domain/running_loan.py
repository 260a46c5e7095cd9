"""A disbursed loan: what has accrued, what has been received, and each instalment with the payments that it got.

It is computed by replaying the payments. How much principal and interest has been paid is what the payments were booked
as; which instalments they paid follows from their amounts, so that a reversed payment has no effect on the later ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from loans.domain.accrual import Accrual
from loans.domain.payments import Split
from loans.domain.schedule import Instalment
from loans.domain.terms import Amortization, Terms


@dataclass
class Line:
    """One instalment of the schedule that the loan began with, and what has been paid to it."""

    number: int
    due_date: date
    principal: int
    interest: int
    paid_principal: int = 0
    paid_interest: int = 0
    penalty: int = 0
    paid_penalty: int = 0
    is_paid: bool = False

    @property
    def paid(self) -> int:
        """What has been paid, without penalties."""
        return self.paid_principal + self.paid_interest


@dataclass(frozen=True)
class Row:
    """One instalment as it is now: paid, due, or expected if every earlier one is paid on its due date."""

    number: int
    due_date: date
    principal: int
    interest: int
    balance_after: int
    paid: int
    penalty_left: int = 0

    @property
    def total(self) -> int:
        """Principal and interest."""
        return self.principal + self.interest

    @property
    def left(self) -> int:
        """What is still to be paid, with the penalty."""
        return self.total - self.paid + self.penalty_left


@dataclass
class RunningLoan:
    """The loan as of `accrual.day`; amounts in minor units. `part` is the instalment, or the equal principal part."""

    terms: Terms
    lines: list[Line]
    accrual: Accrual
    outstanding: int
    part: int
    received: Split = field(default_factory=Split)  # the sums of all payments that count
    last_event: Accrual | None = None  # before it was advanced to a day on which nothing is paid

    @classmethod
    def begin(cls, terms: Terms, rows: Sequence[Instalment]) -> "RunningLoan":
        """On the day of the disbursement, with the schedule of that day."""
        lines = [Line(row.number, row.due_date, row.principal, row.interest) for row in rows]
        first = rows[min(terms.principal_grace_months, len(rows) - 1)]
        part = first.principal if terms.method == Amortization.EQUAL_PRINCIPAL else first.total
        return cls(terms, lines, Accrual.begin(terms, rows), terms.amount, part)

    @property
    def day(self) -> date:
        """The day up to which interest has accrued."""
        return self.accrual.day

    @property
    def interest_owed(self) -> int:
        """What has accrued and is not paid; negative where interest was paid ahead, under the rules of before."""
        return self.accrual.total - self.received.interest

    @property
    def penalties_owed(self) -> int:
        """Late fees that are not paid."""
        return max(0, sum(line.penalty for line in self.lines) - self.received.penalties)

    def at(self, day: date) -> "RunningLoan":
        """A copy as of a later day, if nothing more is paid."""
        later = replace(
            self,
            lines=[replace(line) for line in self.lines],
            accrual=self.accrual.copy(),
            last_event=self.last_event or self.accrual.copy(),
        )
        later.advance(day)
        return later

    def advance(self, day: date) -> None:
        """Adds the interest and the late fees up to a day."""
        self.accrual.advance(day, self.outstanding)
        if not self.terms.late_fee:
            return
        for row in self.rows():
            line = self.lines[row.number - 1]
            if row.left and not line.penalty and (day - row.due_date).days > self.terms.late_fee_after_days:
                line.penalty = self.terms.late_fee

    def book(self, split: Split) -> None:
        """Counts what a payment was booked as."""
        sums, more = self.received, split
        self.outstanding -= split.principal
        self.received = Split(
            sums.penalties + more.penalties, sums.fees + more.fees, sums.interest + more.interest,
            sums.principal + more.principal,
        )  # fmt: skip

    def remaining(self, index: int, interest: int, outstanding: int) -> int:
        """What is left of a line, without penalties, with this interest and this principal of the whole loan."""
        line = self.lines[index]
        if index == len(self.lines) - 1 or not outstanding:
            return outstanding + interest
        if self.terms.is_flat:
            rest = line.principal + line.interest - line.paid
        elif index < self.terms.principal_grace_months:
            rest = interest - line.paid_principal
        elif self.terms.method == Amortization.EQUAL_PRINCIPAL:
            rest = self.part + interest - line.paid_principal
        else:
            rest = self.part - line.paid
        return max(0, min(rest, outstanding + interest))

    def rows(self) -> list[Row]:
        """The schedule: paid, overdue and expected instalments, up to the one that closes the balance."""
        received, outstanding, accrual = self.received.interest, self.outstanding, self._accrual_to_expect()
        penalties, balance, rows = self.penalties_owed, self.terms.amount, []
        for index, line in enumerate(self.lines):
            interest = principal = 0
            if not line.is_paid:
                if line.due_date >= self.day:
                    accrual.advance(line.due_date, outstanding)
                interest, principal = self._parts(index, accrual, received, outstanding)
                if not (outstanding or interest or line.paid):
                    continue  # the loan is closed before this line
            received, outstanding = received + interest, outstanding - principal
            balance -= line.paid_principal + principal
            penalty = min(penalties, line.penalty - line.paid_penalty)
            penalties -= penalty
            rows.append(
                Row(line.number, line.due_date, line.paid_principal + principal, line.paid_interest + interest,
                    balance, line.paid, penalty)
            )  # fmt: skip
        interest = max(0, accrual.total - received) if rows and rows[-1].number == len(self.lines) else 0
        return _with_rest(rows, outstanding, interest, penalties)

    def late_parts(self, index: int, received: int, outstanding: int) -> tuple[int, int]:
        """The interest and the principal that are left of a line that is over, after this interest was received."""
        return self._parts(index, self.accrual, received, outstanding)

    def _parts(self, index: int, accrual: Accrual, received: int, outstanding: int) -> tuple[int, int]:
        owed = max(0, self._accrued_for(index, accrual) - received)
        rest = self.remaining(index, owed, outstanding)
        interest = min(owed, rest)
        principal = rest - interest
        if principal == outstanding and self.lines[index].due_date < self.day:
            # No line after it has principal, so it bears the interest since its due date too.
            interest = max(0, accrual.total - received)
        return interest, principal

    def _accrual_to_expect(self) -> Accrual:
        """The interest of future rows is not rounded today, unless something is overdue, which is then paid today."""
        is_late = any(not line.is_paid and line.due_date < self.day for line in self.lines)
        return (self.accrual if is_late or self.last_event is None else self.last_event).copy()

    def _accrued_for(self, index: int, accrual: Accrual) -> int:
        """All interest up to the due date of a line; of the last line, up to the day."""
        is_last = index == len(self.lines) - 1
        return accrual.total if is_last or index >= len(accrual.at_due) else accrual.at_due[index]


def _with_rest(rows: list[Row], principal: int, interest: int, penalties: int) -> list[Row]:
    """The rows, of which the last has what no other takes: a payment was reversed that later ones relied on."""
    if not (principal or interest or penalties):
        return rows
    last = rows[-1]
    more = replace(
        last,
        principal=last.principal + principal,
        interest=last.interest + interest,
        penalty_left=last.penalty_left + penalties,
    )
    return [*rows[:-1], more]
