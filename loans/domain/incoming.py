"""What a payment that comes in goes to: the payoff, or what is due and then principal."""

from loans.domain.allocation import allocate
from loans.domain.arrears import next_due
from loans.domain.payments import Split
from loans.domain.payoff import payoff
from loans.domain.running_loan import RunningLoan


class ExceedsDebt(ValueError):
    """The amount is more than the payoff and more than the next instalment; `payoff` is what settles the loan."""

    def __init__(self, payoff: int) -> None:
        super().__init__(f"{payoff} would settle the loan.")
        self.payoff = payoff


def split_payment(loan: RunningLoan, amount: int | None) -> Split:
    """What an amount goes to on the day of the loan; None settles. Does not change the loan.

    More than the payoff, up to the next instalment, pays the payoff. Raises ExceedsDebt.
    """
    owed = payoff(loan)
    if amount is None or amount == owed.total:
        return owed
    if amount < owed.total:
        return allocate(loan.at(loan.day), amount)
    due = next_due(loan.rows())
    if due is None or amount > due.left:
        raise ExceedsDebt(owed.total)
    return owed
