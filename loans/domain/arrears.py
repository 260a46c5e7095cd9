"""How late a loan is: on its due date an instalment is not late, on the next day it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loans.domain.running_loan import Row


@dataclass(frozen=True)
class Overdue:
    """All that is late: since when, how many instalments, and how much with late fees."""

    since: date
    days_late: int
    instalments: int
    amount: int


def next_due(rows: Sequence[Row]) -> Row | None:
    """The oldest instalment that is not fully paid."""
    return next((row for row in rows if row.left > 0), None)


def overdue(rows: Sequence[Row], day: date) -> Overdue | None:
    """What is late on a day; None where nothing is."""
    late = [row for row in rows if row.left > 0 and row.due_date < day]
    if not late:
        return None
    since = late[0].due_date
    return Overdue(since, (day - since).days, len(late), sum(row.left for row in late))
