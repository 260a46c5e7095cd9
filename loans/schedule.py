"""A loan's schedule: its instalments in minor units, from exact fractions that are rounded once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from loans.day_count import due_dates, period_days, year_days
from loans.enums import DayCount, Method

# The interest on a balance in a period (counted from 0).
Interest = Callable[[int, int], int]


@dataclass(frozen=True)
class Terms:
    """The input of a schedule: minor units, percent per year, a grace period shorter than the term, dates in order."""

    amount: int
    annual_rate: Decimal
    term_months: int
    method: Method
    day_count: DayCount
    instalment_multiple: int
    principal_grace_months: int
    disbursed_on: date
    first_due_date: date


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


class DoesNotAmortise(ValueError):
    """The instalment does not cover the interest, so the loan would grow."""


def schedule_of(terms: Terms) -> list[Instalment]:
    """A row for each month of the term; the last one closes the balance.

    Raises DoesNotAmortise if the instalment, rounded to its multiple, is less than a period's interest.
    """
    rates = period_rates(terms)
    interest = _interest(terms, rates)
    exact, multiple = _exact_part(terms, rates), terms.instalment_multiple
    rows = _rows(terms, interest, round(exact / multiple) * multiple)
    if not _shrinks(rows):
        raise DoesNotAmortise("The instalment does not cover the interest.")
    return _with_smaller_part(terms, interest, exact) if _ends_early(rows) else rows


def period_rates(terms: Terms) -> list[Fraction]:
    """The interest of each period on one unit of balance, exact."""
    dues = due_dates(terms.first_due_date, terms.term_months)
    daily = Fraction(terms.annual_rate) / 100 / year_days(terms.day_count)
    return [daily * days for days in period_days(terms.day_count, terms.disbursed_on, dues)]


def _interest(terms: Terms, rates: list[Fraction]) -> Interest:
    if terms.method == Method.FLAT:
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


def _exact_part(terms: Terms, rates: list[Fraction]) -> Fraction:
    """The amount that is equal each month after the grace period: the principal part or the instalment."""
    paying = rates[terms.principal_grace_months :]
    if terms.method == Method.EQUAL_PRINCIPAL:
        return Fraction(terms.amount, len(paying))
    if terms.method == Method.FLAT:
        return terms.amount * (1 + sum(paying)) / Fraction(len(paying))
    return _annuity(terms.amount, paying)


def _annuity(amount: int, rates: list[Fraction]) -> Fraction:
    """The instalment that brings the balance to zero: `P·∏(1+r_k) / f_n`, `f_k = f_(k-1)·(1+r_k) + 1`, `f_1 = 1`."""
    growth, paid = Fraction(1), Fraction(0)
    for rate in rates:
        growth *= 1 + rate
        paid = paid * (1 + rate) + 1
    return amount * growth / paid


def _rows(terms: Terms, interest: Interest, part: int) -> list[Instalment]:
    rows, balance = [], terms.amount
    for period, due_date in enumerate(due_dates(terms.first_due_date, terms.term_months)):
        charge = interest(period, balance)
        principal = _principal(terms, period, balance, charge, part)
        balance -= principal
        rows.append(Instalment(period + 1, due_date, principal, charge, balance))
    return rows


def _principal(terms: Terms, period: int, balance: int, charge: int, part: int) -> int:
    if period < terms.principal_grace_months:
        return 0
    if period == terms.term_months - 1:
        return balance
    return part if terms.method == Method.EQUAL_PRINCIPAL else part - charge


def _shrinks(rows: list[Instalment]) -> bool:
    return all(row.principal >= 0 for row in rows[:-1])


def _ends_early(rows: list[Instalment]) -> bool:
    """Whether the balance is zero before the last month."""
    return rows[-1].principal <= 0


def _with_smaller_part(terms: Terms, interest: Interest, exact: Fraction) -> list[Instalment]:
    """For a loan that the rounded part would repay early: the part rounded down to the multiple, or else to a unit."""
    multiple, unit = terms.instalment_multiple, int(exact)
    # Interest is rounded too: a part rounded down to the unit can still repay a tiny loan early. One unit less cannot.
    tries = [_rows(terms, interest, part) for part in (unit // multiple * multiple, unit, unit - 1)]
    lasting = [rows for rows in tries if _shrinks(rows) and not _ends_early(rows)]
    if not lasting:
        raise DoesNotAmortise("The instalment does not cover the interest.")
    # Better not a multiple than the whole balance in the last month.
    return next((rows for rows in lasting if rows[-1].principal < terms.amount), lasting[0])
