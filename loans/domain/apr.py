"""The annual percentage rate of charge: Directive 2008/48/EC, Annex I (now (EU) 2023/2225, Annex III).

It is the X for which the amount drawn down equals the sum of the payments, each divided by (1 + X)^t, with t in years
from the drawdown. Equal months are 1/12 of a year; a broken first period is its days over 365.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from loans.domain.day_count import whole_months
from loans.domain.schedule import Instalment
from loans.domain.terms import Terms

_STEPS = 120  # halvings: far more than two decimals need, also of rates with many digits
_PRECISION = 50


def loan_apr(terms: Terms, rows: Sequence[Instalment]) -> Decimal:
    """The APR of a loan in percent, with two decimals; the fee that is deducted from the disbursement counts."""
    months = whole_months(terms.disbursed_on, terms.first_due_date)
    broken = Fraction((terms.first_due_date - terms.disbursed_on).days, 365) if months is None else Fraction(0)
    payments = [((months or 0) + index, row.total) for index, row in enumerate(rows)]
    return annual_percentage_rate(terms.amount - terms.disbursement_fee, payments, broken)


def annual_percentage_rate(drawn: int, payments: Sequence[tuple[int, int]], broken: Fraction = Fraction(0)) -> Decimal:
    """The APR in percent with two decimals, for `(months after the broken period, amount)` in order of time.

    `drawn` is greater than zero; a loan that costs nothing has a rate of zero.
    """
    if sum(amount for _, amount in payments) <= drawn:
        return Decimal("0.00")
    with localcontext(prec=_PRECISION):
        months = Decimal(broken.numerator) * 12 / broken.denominator
        low, high = Decimal(0), Decimal(1)  # of the factor by which a month discounts
        for _ in range(_STEPS):
            factor = (low + high) / 2
            low, high = (low, factor) if _present_value(payments, factor, months) > drawn else (factor, high)
        return ((high**-12 - 1) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _present_value(payments: Sequence[tuple[int, int]], factor: Decimal, broken_months: Decimal) -> Decimal:
    value, power, month = Decimal(0), factor**broken_months, 0
    for months, amount in payments:
        power *= factor ** (months - month)
        month = months
        value += amount * power
    return value
