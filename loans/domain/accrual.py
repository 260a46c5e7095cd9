"""Interest by the day: on the principal that is really outstanding, or of a flat loan on the original amount.

It is simple, and rounded (half to even) at each due date and on each day for which `advance` is called: the days of
payments and the day of a payoff. A whole period in 30/360 has the days of the schedule, even from 31 Jan to 28 Feb.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from loans.domain.day_count import days_between, period_days
from loans.domain.rounding import divide_half_even
from loans.domain.schedule import Instalment
from loans.domain.terms import Terms


@dataclass
class Accrual:
    """The interest that has accrued up to a day, and at each due date before it.

    `charges` are the interest of each period of a flat loan. `scheduled` is the balance after each row: a loan without
    interest on overdue principal accrues at most on it.
    """

    terms: Terms
    dues: Sequence[date]
    charges: list[int]
    scheduled: list[int]
    day: date
    total: int = 0
    at_due: list[int] = field(default_factory=list)
    follows_schedule: bool = False
    is_forecast: bool = False  # nothing is overdue: it is paid, or would be
    is_stopped: bool = False  # a flat loan without principal: the periods that are left are not charged
    _closed: int = 0  # the charges of the periods of a flat loan that are over
    _days: Sequence[int] = ()
    _contract: Sequence[int] = ()  # the charges before any was waived

    @classmethod
    def begin(cls, terms: Terms, rows: Sequence[Instalment]) -> "Accrual":
        """From the disbursement on."""
        dues, charges = [row.due_date for row in rows], [row.interest for row in rows]
        accrual = cls(terms, dues, charges, [row.balance_after for row in rows], terms.disbursed_on)
        accrual._days = period_days(terms.day_count, terms.disbursed_on, dues)
        accrual._contract = tuple(charges)
        return accrual

    def copy(self) -> "Accrual":
        """A copy that can be advanced alone."""
        return replace(self, charges=[*self.charges], scheduled=[*self.scheduled], at_due=[*self.at_due])

    @property
    def period(self) -> int:
        """The index of the period of the day; the number of rows after the last due date."""
        return len(self.at_due)

    def advance(self, day: date, outstanding: int) -> None:
        """Adds the interest up to a day on the principal outstanding since the last one."""
        while self.period < len(self.dues) and self.dues[self.period] <= day:
            self._to(self.dues[self.period], outstanding)
            if self.terms.is_flat:
                self._closed += self.charges[self.period]
            self.at_due.append(self.total)
        self._to(day, outstanding)

    def days_left(self) -> list[int]:
        """The days of interest that are left of the current period, and those of each period after it."""
        days = list(self._days[self.period :])
        if days:
            days[0] -= self._day_number(self.day)
        return days

    def rounded(self, balance: int, days: int) -> int:
        """The interest of some days on a balance, rounded."""
        rate = self.terms.daily_rate
        return divide_half_even(balance * rate.numerator * days, rate.denominator)

    def interest(self, balance: int, since: date, until: date) -> int:
        """The interest of days of one period, or after the last due date, on a balance; rounded."""
        return self.rounded(balance, self._day_number(until) - self._day_number(since))

    def _to(self, day: date, outstanding: int) -> None:
        if day <= self.day:
            return
        if self.is_stopped:
            self.day = day
            return
        if self.terms.is_flat and self.period < len(self.dues):
            self.total = self._closed + self._of_charge(day)
        else:
            self.total += self.interest(self._base(outstanding), self.day, day)
        self.day = day

    def _base(self, outstanding: int) -> int:
        if self.period == len(self.dues):
            return outstanding if self.terms.overdue_interest else 0
        if self.terms.overdue_interest:
            return outstanding
        scheduled = self.scheduled[self.period - 1] if self.period else self.terms.amount
        if self.follows_schedule:
            return scheduled
        return outstanding if self.is_forecast else min(scheduled, outstanding)

    def _of_charge(self, day: date) -> int:
        """The part of the charge of a period that has accrued."""
        charge, days = self.charges[self.period], self._day_number(day)
        if charge == self._contract[self.period]:
            return min(charge, self.rounded(self.terms.amount, days)) if days < self._days[self.period] else charge
        return divide_half_even(charge * days, self._days[self.period])

    def _day_number(self, day: date) -> int:
        """The days of interest since the start of the period."""
        start = self.dues[self.period - 1] if self.period else self.terms.disbursed_on
        days = days_between(self.terms.day_count, start, day)
        if self.period == len(self.dues):
            return days
        return min(days, self._days[self.period]) if day < self.dues[self.period] else self._days[self.period]
