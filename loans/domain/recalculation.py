"""What money beyond the current instalment changes of the instalments that follow."""

from fractions import Fraction

from loans.domain.rounding import divide_half_even
from loans.domain.running_loan import RunningLoan
from loans.domain.schedule import Amortized, DoesNotAmortise, equal_part, exact_part


def lower_part(loan: RunningLoan) -> int:
    """The equal part that repays the principal by the same last due date, never more than the present one.

    Where that part would not cover the interest of a row, the smallest one that does; the loan then ends earlier.
    """
    terms, current = loan.terms, loan.accrual.period
    first = current + (current < len(loan.lines) and loan.lines[current].is_paid)
    lines = loan.lines[first:]
    if not lines:
        return loan.part
    left = loan.accrual.days_left()
    # The first row bears the rest of a period that is paid too. Interest is rounded at the due date between them.
    days = [left[: first - current + 1], *([each] for each in left[first - current + 1 :])]
    rates = [terms.daily_rate * sum(each) for each in days]
    carried = max(0, loan.interest_owed)  # has accrued before, and is due with the first of these lines

    def interest(period: int, balance: int) -> int:
        accruing = sum(loan.accrual.rounded(balance, each) for each in days[period])
        return accruing if period else accruing + carried

    grace = max(0, terms.principal_grace_months - first)
    amortized = Amortized(loan.outstanding, terms.method, grace, [line.due_date for line in lines], interest)
    exact = exact_part(amortized, rates, carried)
    try:
        return min(loan.part, equal_part(amortized, exact, terms.instalment_multiple, loan.part))
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
