"""The terms of a loan, as they are copied from its product and its application."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Literal

from tests.loans.model.calendar import Day, DayCount, add_months, days_30_360, year_fraction

Method = Literal["declining_balance", "equal_principal", "flat"]
Prepayment = Literal["shorter_term", "lower_instalment"]


@dataclass(frozen=True)
class Terms:
    """The terms of one loan. Amounts are minor units; `annual_rate` is a percentage."""

    amount: int
    annual_rate: Fraction
    months: int
    disbursed_on: Day
    first_due: Day | None = None
    method: Method = "declining_balance"
    day_count: DayCount = "30/360"
    multiple: int = 1
    grace: int = 0
    prepayment: Prepayment = "shorter_term"
    overdue_interest: bool = True
    late_fee: int = 0
    late_fee_after_days: int = 0
    disbursement_fee: int = 0

    @cached_property
    def due_dates(self) -> list[Day]:
        """The due date of every month of the term. A date chosen by the member sets the anchor day itself."""
        first = self.first_due or add_months(self.disbursed_on, 1, self.disbursed_on.day)
        anchor = self.first_due.day if self.first_due else self.disbursed_on.day
        return [add_months(first, number, anchor) for number in range(self.months)]

    def factor(self, start: Day, end: Day) -> Fraction:
        """The exact interest on 1 from `start` to `end`, two days of one period.

        With 30/360 a period of a whole month has thirty days, in February too: its days count as 30E/360 from its
        first day on, but not beyond thirty, and on the due date they are thirty.
        """
        if self.day_count == "30/360":
            begun, due = self._period(start)
            assert end <= due, "the days are in two periods"
            if self._is_whole_month(begun, due):
                days = self._elapsed(begun, due, end) - self._elapsed(begun, due, start)
                return self.annual_rate / 100 * Fraction(days, 360)
        return self.factor_after_maturity(start, end)

    def factor_after_maturity(self, start: Day, end: Day) -> Fraction:
        """The exact interest on 1 from `start` to `end` where there are no more periods."""
        return self.annual_rate / 100 * year_fraction(self.day_count, start, end)

    def _period(self, day: Day) -> tuple[Day, Day]:
        """The first day and the due date of the period in which interest accrues from `day` on."""
        days = [self.disbursed_on, *self.due_dates]
        return next((begun, due) for begun, due in pairwise(days) if due > day)

    def _is_whole_month(self, begun: Day, due: Day) -> bool:
        return begun != self.disbursed_on or due == add_months(begun, 1, begun.day)

    @staticmethod
    def _elapsed(begun: Day, due: Day, day: Day) -> int:
        return 30 if day == due else min(days_30_360(begun, day), 30)
