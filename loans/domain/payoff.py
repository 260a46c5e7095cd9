"""What settles a loan on a day."""

from loans.domain.payments import Split
from loans.domain.rounding import divide_half_even
from loans.domain.running_loan import RunningLoan


def payoff(loan: RunningLoan) -> Split:
    """The principal, the interest and the late fees up to the day of the loan, less a part of the disbursement fee.

    The fee is refunded pro rata by days. What an earlier payoff has refunded, and is not due any more because one of
    its payments was reversed, is owed again.
    """
    fees = -refundable_fee(loan) - loan.received.fees
    return Split(loan.penalties_owed, fees, loan.interest_owed, loan.outstanding)


def refundable_fee(loan: RunningLoan) -> int:
    """The part of the disbursement fee for the days from the day of the loan to the last due date."""
    since, last = loan.terms.disbursed_on, loan.lines[-1].due_date
    left = max(0, (last - loan.day).days)
    return divide_half_even(loan.terms.disbursement_fee * left, (last - since).days)
