"""The schedule that a loan begins with: its instalments in minor units, from exact fractions that are rounded once."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from loans.domain.day_count import due_dates, period_days
from loans.domain.terms import Amortization, Terms

# The interest on a balance in a period (counted from 0).
Interest = Callable[[int, int], int]


@dataclass(frozen=True)
class Instalment:
    """One row: the amounts due on a date, and the balance after it, in minor units."""

    number: int
    due_date: date
    principal: int
    interest: int
    balance_after: int

    @property
    def total(self) -> int:
        """The amount that the member pays."""
        return self.principal + self.interest


@dataclass(frozen=True)
class Amortized:
    """A balance, the interest of its periods, and how it is repaid; grace periods come first."""

    amount: int
    method: str
    grace: int
    dues: Sequence[date]
    interest: Interest

    @property
    def paying(self) -> int:
        """The number of periods after the grace period."""
        return len(self.dues) - self.grace


class DoesNotAmortise(ValueError):
    """The instalment does not cover the interest, so the loan would grow."""


def schedule_of(terms: Terms) -> list[Instalment]:
    """A row for each month of the term; for fewer where an instalment of one unit more repays the loan earlier.

    Raises DoesNotAmortise if the instalment leaves nothing for the principal in one of the periods.
    """
    rates = period_rates(terms)
    dues = due_dates(terms.first_due_date, terms.term_months, terms.anchor_day)
    amortized = Amortized(terms.amount, terms.method, terms.principal_grace_months, dues, _interest(terms, rates))
    return rows_with(amortized, equal_part(amortized, exact_part(amortized, rates), terms.instalment_multiple))


def period_rates(terms: Terms) -> list[Fraction]:
    """The interest of each period on one unit of balance, exact."""
    dues = due_dates(terms.first_due_date, terms.term_months, terms.anchor_day)
    return [terms.daily_rate * days for days in period_days(terms.day_count, terms.disbursed_on, dues)]


def exact_part(amortized: Amortized, rates: Sequence[Fraction], carried: int = 0) -> Fraction:
    """The amount that is equal each month after the grace period: the principal part or the instalment.

    `carried` is interest that has accrued before and is due with the first row.
    """
    paying = rates[amortized.grace :]
    if amortized.method == Amortization.EQUAL_PRINCIPAL:
        return Fraction(amortized.amount, len(paying))
    if amortized.method == Amortization.FLAT:
        return amortized.amount * (1 + sum(paying)) / Fraction(len(paying))
    discounted = (
        Fraction(0) if amortized.grace else carried / (1 + paying[0])
    )  # what is carried, discounted to the start
    return _annuity(amortized.amount + discounted, paying)


def equal_part(amortized: Amortized, exact: Fraction, multiple: int, most: int | None = None) -> int:
    """The equal part, rounded to the multiple if that leaves a last instalment like the others.

    Otherwise rounded to the smallest unit; and where that is not enough, a unit more, so that the loan ends earlier:
    interest is rounded too, so it may take two. With `most`, it is the smallest part up to there that repays principal
    with each instalment. Raises DoesNotAmortise.
    """
    for part in (round(exact / multiple) * multiple, round(exact)):
        rows = rows_with(amortized, part)
        if len(rows) == len(amortized.dues) and _is_balanced(amortized, rows, part):
            return part
    parts = range(int(exact), (int(exact) + 2 if most is None else most) + 1)
    # The larger the part, the smaller each balance and its interest: if a part is balanced, all larger ones are.
    found = bisect_left(parts, True, key=lambda part: _is_balanced(amortized, rows_with(amortized, part), part))
    if found == len(parts):
        raise DoesNotAmortise("The instalment does not cover the interest.")
    return parts[found]


def rows_with(amortized: Amortized, part: int) -> list[Instalment]:
    """The rows with this equal part, up to the one that closes the balance."""
    rows, balance = [], amortized.amount
    for period, due_date in enumerate(amortized.dues):
        charge = amortized.interest(period, balance)
        principal = _principal(amortized, period, balance, charge, part)
        balance -= principal
        rows.append(Instalment(period + 1, due_date, principal, charge, balance))
        if not balance:
            break
    return rows


def _interest(terms: Terms, rates: list[Fraction]) -> Interest:
    if terms.is_flat:
        charges = _flat_interest(terms.amount, rates)
        return lambda period, _balance: charges[period]
    return lambda period, balance: round(balance * rates[period])


def _flat_interest(amount: int, rates: list[Fraction]) -> list[int]:
    left = round(amount * sum(rates))
    charges = []
    for rate in rates[:-1]:
        # On a few minor units, rounding up each month would overtake the total and leave the last month less than none.
        charges.append(min(round(amount * rate), left))
        left -= charges[-1]
    return [*charges, left]


def _annuity(amount: Fraction | int, rates: Sequence[Fraction]) -> Fraction:
    """The instalment that brings the balance to zero: `P·∏(1+r_k) / f_n`, `f_k = f_(k-1)·(1+r_k) + 1`, `f_1 = 1`."""
    growth, paid = Fraction(1), Fraction(0)
    for rate in rates:
        growth *= 1 + rate
        paid = paid * (1 + rate) + 1
    return amount * growth / paid


def _principal(amortized: Amortized, period: int, balance: int, charge: int, part: int) -> int:
    if period < amortized.grace:
        return 0
    if period == len(amortized.dues) - 1:
        return balance
    return min(balance, part if amortized.method == Amortization.EQUAL_PRINCIPAL else part - charge)


def _is_balanced(amortized: Amortized, rows: list[Instalment], part: int) -> bool:
    """Whether each row after the grace period repays principal, and the last is at most 1.5 times the others."""
    if any(row.principal <= 0 for row in rows[amortized.grace :]):
        return False
    last = rows[-1].principal if amortized.method == Amortization.EQUAL_PRINCIPAL else rows[-1].total
    return amortized.paying == 1 or 2 * last <= 3 * part
