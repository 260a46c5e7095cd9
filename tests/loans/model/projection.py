"""The schedule as it is shown on a day, what is due next, and what is late."""

from dataclasses import dataclass
from typing import Literal

from tests.loans.model.accrual import accrue, accrued_on, advance, fall_due
from tests.loans.model.calendar import Day, days_between
from tests.loans.model.payoff import Payoff
from tests.loans.model.state import LoanState, Row

Status = Literal["paid", "late", "open"]


@dataclass(frozen=True)
class ScheduleRow:
    """An instalment as `schedule/` shows it; penalties are not part of it."""

    number: int
    due: Day
    principal: int
    interest: int
    balance_after: int
    paid: int
    status: Status

    @property
    def total(self) -> int:
        return self.principal + self.interest


@dataclass(frozen=True)
class Due:
    """What is due next: the oldest instalment that is not paid, with its late fee."""

    due: Day
    amount: int


@dataclass(frozen=True)
class Overdue:
    """All that is late on a day."""

    since: Day
    days_late: int
    instalments: int
    amount: int


def schedule(state: LoanState, today: Day) -> list[ScheduleRow]:
    """All instalments. Those to come assume that what is overdue is paid today, and each of them on its due date."""
    actual = state.copy()
    advance(actual, today)
    if state.repaid_on is not None:
        return [_row(row, row, today) for row in actual.rows]
    future = actual.copy()
    if future.overdue(today):
        accrue(future, today)
        _settle(future, future.overdue(today))
    index = 0
    while index < len(future.rows):
        row = future.rows[index]
        if row.due > today or row.due_principal is None:
            accrue(future, row.due)
            fall_due(future, row)
        _settle(future, [row])
        index += 1
    return [_row(planned, actual.rows[number], today) for number, planned in enumerate(future.rows)]


def _settle(state: LoanState, rows: list[Row]) -> None:
    for row in rows:
        state.balance -= row.principal_left
        row.principal_paid += row.principal_left
        row.interest_paid = row.interest


def _row(planned: Row, actual: Row, today: Day) -> ScheduleRow:
    principal = planned.due_principal or 0
    is_paid = planned.interest + principal == actual.interest_paid + actual.principal_paid and not actual.penalty_left
    status: Status = "paid" if is_paid else "late" if planned.due < today else "open"
    paid = actual.interest_paid + actual.principal_paid
    return ScheduleRow(
        planned.number, planned.due, principal, planned.interest, planned.balance_after or 0, paid, status
    )


@dataclass(frozen=True)
class View:
    """All that the API shows of a loan on a day."""

    payoff: Payoff
    schedule: list[ScheduleRow]
    next_due: Due | None
    overdue: Overdue | None
    interest_accrued: int


def view(state: LoanState, today: Day) -> View:
    """The loan as it is shown on a day, if nothing more has been paid by then."""
    later = accrued_on(state, today)
    rows = schedule(state, today)
    return View(
        Payoff(today, later.balance, later.interest_left, later.penalties_left),
        rows,
        _next_due(later, rows),
        _overdue(later, today),
        later.interest_accrued,
    )


def _next_due(later: LoanState, rows: list[ScheduleRow]) -> Due | None:
    """The oldest instalment of which something is left to pay."""
    for row in rows:
        if row.status != "paid":
            return Due(row.due, row.total - row.paid + later.rows[row.number - 1].penalty_left)
    return None


def _overdue(later: LoanState, today: Day) -> Overdue | None:
    """What is late, with the interest that has accrued to today since the last due date of the loan."""
    rows = later.overdue(today)
    if not rows:
        return None
    since = rows[0].due
    return Overdue(since, days_between(since, today), len(rows), sum(row.left for row in rows))
