"""The allocation of a payment, and what it changes of the schedule.

It pays what is overdue, oldest instalment first and of each the penalty, the interest and the principal; then the
instalment of the current period: the interest accrued to the day, the rest principal; then principal, which shortens
the term or lowers the instalments. On a flat loan it pays the next principals, and waives interest of the periods
that have not begun.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from loans.domain.payments import Split
from loans.domain.recalculation import lower_part, pay_next_principals
from loans.domain.running_loan import Line, RunningLoan
from loans.domain.terms import PrepaymentRule


@dataclass
class _Pool:
    """The money that is not allocated yet, and what the rest went to."""

    left: int
    penalties: int = 0
    interest: int = 0
    principal: int = 0

    def pay_penalty(self, line: Line, most: int) -> None:
        paid = min(self.left, most)
        line.paid_penalty += paid
        self.penalties += paid
        self.left -= paid

    def pay(self, line: Line, interest: int, principal: int) -> bool:
        """Pays up to these amounts; whether both were paid in full."""
        of_interest = min(self.left, interest)
        of_principal = min(self.left - of_interest, principal)
        line.paid_interest += of_interest
        line.paid_principal += of_principal
        self.interest += of_interest
        self.principal += of_principal
        self.left -= of_interest + of_principal
        return (of_interest, of_principal) == (interest, principal)


def allocate(loan: RunningLoan, amount: int, *, booked: Split | None = None) -> Split:
    """Allocates an amount that the loan owes on its day, and counts it: as `booked`, or as it is allocated now."""
    pool = _Pool(amount)
    current = _pay_overdue(loan, pool)
    touches_schedule = bool(pool.left)
    if current is not None and pool.left:
        _pay_current(loan, pool, current)
    extra = pool.left
    if extra:
        _pay_extra(loan, pool, len(loan.lines) - 1 if current is None else current)
    split = booked or Split(penalties=pool.penalties, interest=pool.interest, principal=pool.principal)
    loan.book(split)
    loan.accrual.follows_schedule, loan.last_event = False, None
    if not loan.outstanding:
        loan.accrual.is_stopped = True
        _leave_interest(loan, current)
    elif extra and loan.terms.prepayment == PrepaymentRule.LOWER_INSTALMENT and not loan.terms.is_flat:
        loan.part = lower_part(loan)
    if touches_schedule and not loan.terms.overdue_interest:
        _reschedule(loan)
    return split


def pay_by_instalments(loan: RunningLoan, splits: Sequence[Split]) -> None:
    """Counts payments that were made under the rules of an earlier release: two sums, oldest instalment first.

    The interest of these loans follows the schedule.
    """
    if not splits:
        return
    principal, interest = sum(split.principal for split in splits), sum(split.interest for split in splits)
    loan.book(Split(interest=interest, principal=principal))
    for line in loan.lines:
        line.paid_principal, line.paid_interest = min(principal, line.principal), min(max(interest, 0), line.interest)
        principal, interest = principal - line.paid_principal, interest - line.paid_interest
        line.is_paid = line.paid == line.principal + line.interest
    loan.accrual.follows_schedule = True


def _pay_overdue(loan: RunningLoan, pool: _Pool) -> int | None:
    """Pays what is overdue; returns the line of the current period, or None after the last due date."""
    for index, line in enumerate(loan.lines):
        if line.due_date >= loan.day:
            return index
        pool.pay_penalty(line, min(line.penalty - line.paid_penalty, loan.penalties_owed - pool.penalties))
        if line.is_paid or not pool.left:
            continue
        received, outstanding = loan.received.interest + pool.interest, loan.outstanding - pool.principal
        line.is_paid = pool.pay(line, *loan.late_parts(index, received, outstanding))
    return None


def _pay_current(loan: RunningLoan, pool: _Pool, index: int) -> None:
    """Pays the instalment of the current period: the interest accrued to the day, the rest principal."""
    line = loan.lines[index]
    if line.is_paid:
        return
    outstanding = loan.outstanding - pool.principal
    until_due = loan.accrual.copy()
    until_due.advance(line.due_date, outstanding)
    received = loan.received.interest + pool.interest
    owed = max(0, loan.accrual.total - received)
    rest = loan.remaining(index, max(0, until_due.total - received), outstanding)
    interest = min(owed, rest)
    line.is_paid = pool.pay(line, interest, min(outstanding, rest - interest))


def _pay_extra(loan: RunningLoan, pool: _Pool, index: int) -> None:
    """Pays principal beyond the current instalment; what exceeds the principal pays interest, then penalties."""
    principal = min(pool.left, loan.outstanding - pool.principal)
    line = loan.lines[index]
    if loan.terms.is_flat:
        paid = pay_next_principals(loan, index, principal, loan.outstanding - pool.principal)
        line.paid_principal += principal - paid
    else:
        line.paid_principal += principal
    pool.principal += principal
    interest = min(pool.left - principal, max(0, loan.interest_owed - pool.interest))
    line.paid_interest += interest
    pool.interest += interest
    pool.penalties += pool.left - principal - interest
    pool.left = 0


def _leave_interest(loan: RunningLoan, current: int | None) -> None:
    """Interest without principal is due with the next line, also where the principal of that line was paid ahead."""
    if loan.interest_owed > 0 and current is not None and current + 1 < len(loan.lines):
        loan.lines[current + 1].is_paid = False


def _reschedule(loan: RunningLoan) -> None:
    """The balances on which a loan without interest on overdue principal accrues from now on."""
    balance, expected = loan.outstanding, {}
    for row in loan.rows():
        balance -= row.principal - loan.lines[row.number - 1].paid_principal
        expected[row.number] = balance
    for index in range(loan.accrual.period, len(loan.lines)):
        loan.accrual.scheduled[index] = expected.get(index + 1, 0)
