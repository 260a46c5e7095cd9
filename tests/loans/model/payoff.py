"""What pays a loan off on a day, and what is refunded of its disbursement fee."""

from dataclasses import dataclass
from fractions import Fraction

from tests.loans.model.calendar import Day, days_between
from tests.loans.model.rounding import round_half_even
from tests.loans.model.schedule import planned_rows
from tests.loans.model.terms import Terms


@dataclass(frozen=True)
class Payoff:
    """What is owed on a day. `fees` is less than zero where a part of the disbursement fee is refunded."""

    on: Day
    principal: int
    interest: int
    penalties: int
    fees: int = 0

    @property
    def total(self) -> int:
        return self.principal + self.interest + self.fees + self.penalties


def fee_refund(terms: Terms, repaid_on: Day) -> int:
    """The part of the disbursement fee for the days from the payoff to the last due date of the quoted schedule."""
    last_due = terms.due_dates[len(planned_rows(terms)) - 1]
    days_left = max(days_between(repaid_on, last_due), 0)
    whole_term = days_between(terms.disbursed_on, last_due)
    return round_half_even(Fraction(terms.disbursement_fee * days_left, whole_term))
