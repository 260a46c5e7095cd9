"""The terms of a loan: the input of its schedule and of everything that is computed from it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from loans.domain.day_count import THIRTY_360, year_days


class Amortization(StrEnum):
    """Equal instalments, equal principal parts, or flat interest on the original amount."""

    DECLINING_BALANCE = "declining_balance"
    EQUAL_PRINCIPAL = "equal_principal"
    FLAT = "flat"


class PrepaymentRule(StrEnum):
    """What money beyond the current instalment changes: fewer instalments, or smaller ones."""

    SHORTER_TERM = "shorter_term"
    LOWER_INSTALMENT = "lower_instalment"


@dataclass(frozen=True)
class Terms:
    """Amounts in minor units, percent per year, a grace period shorter than the term, dates in order."""

    amount: int
    annual_rate: Decimal
    term_months: int
    method: str
    day_count: str
    instalment_multiple: int
    principal_grace_months: int
    disbursed_on: date
    first_due_date: date
    anchor_day: int = 0  # of due dates; 0: the day of the first one
    prepayment: str = PrepaymentRule.SHORTER_TERM
    overdue_interest: bool = True
    late_fee: int = 0
    late_fee_after_days: int = 0
    disbursement_fee: int = 0

    @cached_property
    def daily_rate(self) -> Fraction:
        """The interest on one unit in a day."""
        return Fraction(self.annual_rate) / 100 / year_days(self.day_count)

    @property
    def is_flat(self) -> bool:
        """Whether interest is charged on the original amount."""
        return self.method == Amortization.FLAT

    @property
    def has_whole_months(self) -> bool:
        """Whether a month has 30 days of interest."""
        return self.day_count == THIRTY_360
