"""The annual percentage rate of charge: the basic equation of Directive 2008/48/EC, Annex I (now (EU) 2023/2225, III).

The drawdown equals the sum of the repayments, each discounted by (1 + X) to the power of its time in years. Equal
months are 1/12 of a year (remark (c)). The result is rounded half up (remark (d)).
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from tests.loans.model.calendar import add_months, days_between
from tests.loans.model.schedule import PlannedRow
from tests.loans.model.terms import Terms

Flow = tuple[Fraction, int | Fraction]  # years after the drawdown, amount


def _decimal(value: Fraction | int) -> Decimal:
    fraction = Fraction(value)
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def _present_value(flows: Sequence[tuple[Decimal, Decimal]], log_growth: Decimal) -> Decimal:
    return sum((amount * (-log_growth * years).exp() for years, amount in flows), Decimal(0))


def solve_rate(drawdown: int | Fraction, repayments: Sequence[Flow]) -> Decimal:
    """X as a percentage, exact to about 20 digits, by bisection on ln(1 + X)."""
    with localcontext() as context:
        context.prec = 34
        target, flows = _decimal(drawdown), [(_decimal(years), _decimal(amount)) for years, amount in repayments]
        low, high = Decimal(0), Decimal(64)
        while high - low > Decimal("1e-24"):
            middle = (low + high) / 2
            if _present_value(flows, middle) > target:
                low = middle
            else:
                high = middle
        return (low.exp() - 1) * 100


def round_half_up(value: Decimal, digits: int = 2) -> Decimal:
    """`value` with so many decimals; a following digit of 5 or more increases the last one."""
    with localcontext() as context:
        context.prec = 50
        scaled = int(value.scaleb(digits) + Decimal("0.5") + Decimal("1e-15"))
        return Decimal(scaled).scaleb(-digits)


def first_period(terms: Terms) -> Fraction:
    """The time of the first instalment: whole months in months, another number of days as days/365."""
    first, start = terms.due_dates[0], terms.disbursed_on
    for months in (1, 2):
        if first == add_months(start, months, start.day):
            return Fraction(months, 12)
    return Fraction(days_between(start, first), 365)


def loan_apr(terms: Terms, rows: Sequence[PlannedRow]) -> Decimal:
    """The APR of a quote. The fee is deducted from the disbursement; later instalments are equal months apart."""
    first = first_period(terms)
    flows = [(first + Fraction(number, 12), row.total) for number, row in enumerate(rows)]
    return round_half_up(solve_rate(terms.amount - terms.disbursement_fee, flows))
