"""What money beyond the current instalment changes of the instalments that follow."""

from fractions import Fraction

from loans.domain.day_count import period_days
from loans.domain.rounding import divide_half_even
from loans.domain.running_loan import RunningLoan
from loans.domain.schedule import Amortized, DoesNotAmortise, equal_part, exact_part


def lower_part(loan: RunningLoan) -> int:
    """The equal part that repays the principal by the same last due date; the present one where none does."""
    terms, first = loan.terms, next((i for i, line in enumerate(loan.lines) if line.due_date > loan.day), None)
    if first is not None and loan.lines[first].is_paid:
        first += 1
    lines = loan.lines[first:] if first is not None else []
    if not lines:
        return loan.part
    dues = [line.due_date for line in lines]
    rates = [terms.daily_rate * days for days in period_days(terms.day_count, loan.day, dues)]
    grace = max(0, terms.principal_grace_months - (lines[0].number - 1))
    carried = max(0, loan.interest_owed)  # has accrued before, and is due with the first of these lines
    amortized = Amortized(
        loan.outstanding, terms.method, grace, dues,
        lambda period, balance: round(balance * rates[period]) + (0 if period else carried),
    )  # fmt: skip
    exact = exact_part(amortized, rates, carried)
    try:
        return min(loan.part, equal_part(amortized, exact, terms.instalment_multiple))
    except DoesNotAmortise:
        return loan.part


def pay_next_principals(loan: RunningLoan, current: int, amount: int, outstanding: int) -> int:
    """Pays the principals of the lines after the current one, and waives their interest in the same proportion.

    The interest of a grace period is waived in proportion to the whole principal outstanding. Returns what was paid.
    """
    if not amount:
        return 0
    left = amount
    for index in range(current + 1, len(loan.lines)):
        line = loan.lines[index]
        rest = line.principal - line.paid_principal
        paid = min(left, max(0, rest))
        share = (
            Fraction(paid, rest) if rest > 0 else Fraction(amount, outstanding) if not line.principal else Fraction(0)
        )
        waived = divide_half_even((line.interest - line.paid_interest) * share.numerator, share.denominator)
        line.interest -= waived
        loan.accrual.charges[index] -= waived
        line.paid_principal += paid
        line.is_paid = line.paid == line.principal + line.interest
        left -= paid
    return amount - left
