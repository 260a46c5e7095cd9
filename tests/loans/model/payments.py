"""What a payment goes to: overdue instalments, the current one, then principal; and what follows for the schedule."""

from tests.loans.model import choices
from tests.loans.model.accrual import (
    accrue,
    advance,
    interest_paid_as_principal,
    principal_of_row,
    stretch,
)
from tests.loans.model.calendar import Day
from tests.loans.model.flat import pay_ahead
from tests.loans.model.schedule import Amortisation
from tests.loans.model.state import LoanState, Row, Split


def pay(state: LoanState, day: Day, amount: int) -> Split:
    """Books a payment of at most what is owed. Within an instalment: penalties, interest, principal."""
    advance(state, day)
    accrue(state, day)
    split = Split()
    for row in state.overdue(day):
        split += _pay_due(state, row, amount - split.total)
    current = state.current(day)
    if current is not None and not current.is_settled and split.total < amount:
        split += _pay_current(state, current, amount - split.total)
    if current is not None and split.total < amount:
        split += _prepay(state, current, amount - split.total)
    assert split.total == amount, "the payment exceeds what is owed"
    state.splits.append(split)
    if state.owed == 0:
        _close(state, day)
    return split


def _pay_due(state: LoanState, row: Row, amount: int) -> Split:
    """Pays an instalment that has fallen due."""
    penalties = min(amount, row.penalty_left)
    interest = min(amount - penalties, row.interest_left)
    principal = min(amount - penalties - interest, row.principal_left)
    row.penalty_paid += penalties
    return _book(state, row, principal, interest) + Split(penalties=penalties)


def _book(state: LoanState, row: Row, principal: int, interest: int) -> Split:
    row.interest_paid += interest
    row.principal_paid += principal
    state.balance -= principal
    return Split(principal, interest)


def _pay_current(state: LoanState, row: Row, amount: int) -> Split:
    """Pays the current instalment: interest accrued to the day, the rest principal. In full, it is then paid."""
    if row.due_principal is not None:
        return _pay_due(state, row, amount)
    wanted = current_left(state, row)
    used = min(amount, wanted)
    interest = min(used, row.interest_left)
    split = _book(state, row, min(used - interest, state.balance), interest)
    if used == wanted:
        row.due_principal = row.principal_paid
        row.balance_after = state.balance
        if row.number < len(state.rows) and row.interest_left:
            state.rows[row.number].interest += row.interest_left
            row.interest = row.interest_paid
    return split


def current_left(state: LoanState, row: Row) -> int:
    """What is left to pay of the current instalment, as it will be on its due date if nothing more is paid."""
    interest = row.interest + stretch(state, row.due)
    principal, _ = principal_of_row(state, row, interest)
    ahead = interest_paid_as_principal(state, row, interest)
    return interest + principal - row.interest_paid - row.principal_paid - ahead


def _prepay(state: LoanState, row: Row, amount: int) -> Split:
    """Money beyond the current instalment: principal. The instalments after it are recalculated."""
    later = state.rows[row.number] if row.number < len(state.rows) else row
    interest = min(amount, later.interest_left) if choices.EXTRA_PAYS_INTEREST_FIRST else 0
    principal = min(amount - interest, state.balance)
    interest = amount - principal
    _move_interest(later, row, interest)
    state.balance -= principal
    row.balance_after = state.balance
    if state.terms.method == "flat":
        pay_ahead(state, row, principal)
    elif state.terms.prepayment == "lower_instalment" and principal and state.balance:
        _lower_instalment(state, row)
    return Split(principal, interest)


def _move_interest(later: Row, row: Row, interest: int) -> None:
    """Interest that accrued after the current instalment was paid, and is paid before its due date, is shown there."""
    later.interest -= interest
    row.interest += interest
    row.interest_paid += interest


def _lower_instalment(state: LoanState, row: Row) -> None:
    """Spreads the balance over the instalments after `row`. The first of them also bears the rest of this period."""
    later, terms = state.rows[row.number :], state.terms
    factors = [[terms.factor(other.start, other.due)] for other in later]
    if state.accrued_to < row.due:
        factors[0].insert(0, terms.factor(state.accrued_to, row.due))
    grace = max(terms.grace - row.number, 0)
    carried = later[0].interest_left
    plan = Amortisation(terms.method, terms.amount, state.balance, factors, grace, terms.multiple, carried)
    state.part = plan.part()
    del state.rows[row.number + len(plan.rows(state.part)) :]


def _close(state: LoanState, day: Day) -> None:
    """Ends the schedule of a loan that is paid off with the last instalment that took money."""
    current = state.current(day)
    if current is not None:
        if current.due_principal is None:
            current.due_principal = current.principal_paid
            current.balance_after = 0
        del state.rows[current.number :]
    state.repaid_on = day
