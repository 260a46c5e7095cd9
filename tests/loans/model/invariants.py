"""What must hold after every step of a loan's life, whatever happened."""

from tests.loans.model.calendar import Day
from tests.loans.model.life import Life


def broken(life: Life, today: Day) -> list[str]:
    """The rules that the loan breaks today, in words; empty if none."""
    return [rule for rule, holds in _rules(life, today).items() if not holds]


def _rules(life: Life, today: Day) -> dict[str, bool]:
    ledger, state, terms = life.ledger, life.state, life.terms
    owed = life.view(today).payoff
    principal = sum(split.principal for split in life.splits)
    is_written_off = life.write_off_entry is not None
    figures = [*vars(ledger).values(), owed.principal, owed.interest, owed.penalties]
    for split in life.splits:
        figures += [split.principal, split.interest, split.penalties]
    return {
        "outstanding principal is the amount less the principal paid": state.balance == terms.amount - principal,
        "receivable is the outstanding principal": ledger.receivable == (0 if is_written_off else state.balance),
        "income is at most the interest accrued": ledger.interest_income <= life.view(today).interest_accrued,
        "each payment is split completely": [split.total for split in life.splits]
        == [payment.amount - payment.fees for payment in life.standing],
        "nothing is negative": min(figures) >= 0,
        "a repaid loan owes nothing": life.status != "repaid" or owed.total == owed.fees,
        "an active loan owes something": life.status != "active" or owed.total > 0,
    } | _schedule_rules(life, today)


def _schedule_rules(life: Life, today: Day) -> dict[str, bool]:
    rows = life.view(today).schedule
    open_rows = [row for row in rows if row.status != "paid"]
    dues = [row.due for row in rows]
    last = life.terms.due_dates[-1]
    return {
        "no row of the schedule has a negative figure": all(
            min(row.principal, row.interest, row.balance_after, row.paid) >= 0 for row in rows
        ),
        "no row is paid by more than its total": all(row.paid <= row.total for row in rows),
        "the last row closes the balance": not open_rows or rows[-1].balance_after == 0,
        "due dates ascend and stay inside the term": dues == sorted(set(dues)) and dues[-1] <= last,
    }
