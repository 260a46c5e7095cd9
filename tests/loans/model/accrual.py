"""Time passes: interest accrues by the day, instalments fall due, late fees are charged.

Interest is rounded half to even for each stretch between two of: disbursement, due date, payment, the day asked for.
Stretches add their interest to one instalment, which is due with it; nothing accrues on interest.
"""

from tests.loans.model.calendar import Day, add_days
from tests.loans.model.flat import accrued_in_period
from tests.loans.model.rounding import round_half_even
from tests.loans.model.state import LoanState, Row


def period(state: LoanState) -> Row | None:
    """The instalment in whose period interest accrues next; None after the last due date."""
    return next((row for row in state.rows if row.start <= state.accrued_to < row.due), None)


def basis(state: LoanState) -> int:
    """The amount that earns interest from `accrued_to` on; of a flat loan after the last due date."""
    overdue = overdue_principal(state)
    if state.terms.method == "flat":
        return overdue if state.terms.overdue_interest else 0
    return state.balance if state.terms.overdue_interest else state.balance - overdue


def stretch(state: LoanState, until: Day) -> int:
    """The rounded interest from `accrued_to` to `until`, which is not after the period's due date."""
    if not state.balance:
        return 0
    current = period(state)
    if state.terms.method == "flat" and current is not None:
        return accrued_in_period(state, current, until) - accrued_in_period(state, current, state.accrued_to)
    is_in_term = state.accrued_to < state.terms.due_dates[state.planned - 1]
    factor = state.terms.factor if is_in_term else state.terms.factor_after_maturity
    return round_half_even(basis(state) * factor(state.accrued_to, until))


def overdue_principal(state: LoanState) -> int:
    """The principal of instalments that have fallen due."""
    return sum(row.principal_left for row in state.rows if row.due <= state.accrued_to)


def accrue(state: LoanState, until: Day) -> None:
    """Rounds and books the interest up to `until`."""
    if until > state.accrued_to:
        interest = stretch(state, until)
        state.accruing().interest += interest
        state.interest_accrued += interest
        state.accrued_to = until


def principal_of_row(state: LoanState, row: Row, interest: int) -> tuple[int, bool]:
    """The principal of an instalment with this interest, and whether it is the last one, which takes all."""
    available = state.unassigned + row.principal_paid
    wanted = max(_wanted_principal(state, row, interest), 0)
    repays = row.number > state.terms.grace or state.terms.method == "flat"
    if available == 0 or row is state.rows[-1] or (repays and wanted >= available):
        return available, True
    return max(wanted, row.principal_paid), False


def interest_paid_as_principal(state: LoanState, row: Row, interest: int) -> int:
    """The interest of an instalment that is due with the next one, because its part payments have paid principal.

    The instalment asks for its total once: whether that is paid at once or in parts, on one day or on several.
    """
    principal, is_last = principal_of_row(state, row, interest)
    if is_last:
        return 0
    return min(interest - row.interest_paid, max(principal - _wanted_principal(state, row, interest), 0))


def _wanted_principal(state: LoanState, row: Row, interest: int) -> int:
    """What the total of an instalment leaves for principal: less than zero where its interest exceeds the total."""
    if state.terms.method == "flat":
        return row.planned + row.charge - interest
    if row.number <= state.terms.grace:
        return 0
    return state.part - interest if state.terms.method == "declining_balance" else state.part


def fall_due(state: LoanState, row: Row) -> None:
    """Fixes what the instalment consists of on its due date. There is none after the last one."""
    if row.due_principal is None:
        available = state.unassigned + row.principal_paid
        ahead = interest_paid_as_principal(state, row, row.interest)
        row.due_principal, is_last = principal_of_row(state, row, row.interest)
        row.balance_after = available - row.due_principal
        if ahead and not is_last:
            row.interest -= ahead
            state.rows[row.number].interest += ahead
        if is_last and state.terms.method != "flat":
            del state.rows[row.number :]


def charge_late_fees(state: LoanState, today: Day) -> None:
    """Charges the fee for each instalment that is more than the agreed number of days late."""
    terms = state.terms
    for row in state.overdue(today):
        if terms.late_fee and not row.late_fee_charged and add_days(row.due, terms.late_fee_after_days) < today:
            row.penalty += terms.late_fee
            row.late_fee_charged = True


def advance(state: LoanState, today: Day) -> None:
    """Lets time pass up to `today`. Interest since the last rounded day stays unrounded; see `accrue`."""
    index = 0
    while index < len(state.rows) and state.rows[index].due <= today:
        row = state.rows[index]
        if row.due >= state.accrued_to:
            accrue(state, row.due)
            fall_due(state, row)
        index += 1
    for due in state.terms.due_dates[len(state.rows) : state.planned]:
        if state.accrued_to < due <= today:
            accrue(state, due)  # prepayments have ended the loan earlier
    charge_late_fees(state, today)
    state.today = today


def accrued_on(state: LoanState, day: Day) -> LoanState:
    """The loan on a day by which nothing more is paid, with its interest rounded on that day."""
    later = state.copy()
    advance(later, day)
    accrue(later, day)
    return later
