"""Flat loans: the interest of each period is fixed by the quote, and lowered only where its principal is paid ahead."""

from fractions import Fraction

from tests.loans.model.calendar import Day
from tests.loans.model.rounding import round_half_even
from tests.loans.model.state import LoanState, Row


def accrued_in_period(state: LoanState, row: Row, day: Day) -> int:
    """The interest of the period of an instalment that has accrued by a day in it, rounded once."""
    if day == row.due or not row.charge:
        return row.charge
    elapsed = state.terms.factor(row.start, day)
    if row.charge == row.quoted_charge:
        return min(round_half_even(state.terms.amount * elapsed), row.charge)
    return round_half_even(row.charge * elapsed / state.terms.factor(row.start, row.due))


def pay_ahead(state: LoanState, row: Row, amount: int) -> None:
    """Takes principal off the instalments after `row`, in their order, and waives interest in proportion.

    That of an instalment without principal, in grace, is waived in proportion to all that is outstanding.
    """
    share_of_all = Fraction(amount, state.balance + amount)
    for later in state.rows[row.number :]:
        taken = min(amount, later.planned)
        if later.planned:
            later.charge -= round_half_even(later.charge * Fraction(taken, later.planned))
        elif not later.quoted:
            later.charge -= round_half_even(later.charge * share_of_all)
        later.planned -= taken
        amount -= taken
