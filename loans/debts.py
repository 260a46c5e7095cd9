"""The debt of a loan on a day, and the allocation of payments: pure arithmetic on a schedule and two sums.

A payment is allocated to the instalments oldest first, of each to the interest, then to the principal. Payments are
represented by two sums, of principal and of interest, so that a reversed payment has no effect on later ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from loans.domain.day_count import days_between, year_days
from loans.domain.schedule import Instalment
from loans.domain.terms import Terms
from loans.enums import Method


@dataclass(frozen=True)
class Paid:
    """The sums of all payments, in minor units."""

    principal: int = 0
    interest: int = 0


@dataclass(frozen=True)
class Standing:
    """One instalment, and the payments allocated to it."""

    row: Instalment
    paid_principal: int
    paid_interest: int

    @property
    def paid(self) -> int:
        """The sum of both payments."""
        return self.paid_principal + self.paid_interest

    @property
    def left(self) -> int:
        """The amount that is still due."""
        return self.row.total - self.paid


def standings(rows: Sequence[Instalment], paid: Paid) -> Iterator[Standing]:
    """Each row with its share of the two sums, oldest first."""
    principal, interest = paid.principal, paid.interest
    for row in rows:
        of_principal, of_interest = min(principal, row.principal), min(max(interest, 0), row.interest)
        principal, interest = principal - of_principal, interest - of_interest
        yield Standing(row, of_principal, of_interest)


def oldest_unpaid(rows: Sequence[Instalment], paid: Paid) -> Standing | None:
    """The first instalment that is not paid in full."""
    return next((standing for standing in standings(rows, paid) if standing.left > 0), None)


def days_late(rows: Sequence[Instalment], paid: Paid, day: date) -> int:
    """The days since the oldest unpaid instalment fell due; 0 on its due date and before."""
    oldest = oldest_unpaid(rows, paid)
    return max(0, (day - oldest.row.due_date).days) if oldest else 0


def earned_interest(terms: Terms, rows: Sequence[Instalment], day: date) -> int:
    """The interest of the loan up to a day: of past periods, and of the days of the present one."""
    earned, since, balance = 0, terms.disbursed_on, terms.amount
    for row in rows:
        if day < row.due_date:
            return earned + _of_days(terms, row, balance, since, day)
        earned, since, balance = earned + row.interest, row.due_date, row.balance_after
    return earned


def settlement(terms: Terms, rows: Sequence[Instalment], paid: Paid, day: date) -> int:
    """The amount that settles the loan on that day: the remaining principal, and the interest up to that day.

    Interest that was paid ahead is deducted, so that it is less than the sum of the remaining instalments.
    """
    return terms.amount - paid.principal + earned_interest(terms, rows, day) - paid.interest


def allocate(rows: Sequence[Instalment], paid: Paid, amount: int) -> Paid:
    """How an amount that does not settle the loan divides into principal and interest."""
    # Interest that an early payoff refunded, and whose payment was reversed since, is owed first.
    principal, interest = 0, min(amount, max(0, -paid.interest))
    amount -= interest
    for standing in standings(rows, paid):
        of_interest = min(amount, standing.row.interest - standing.paid_interest)
        of_principal = min(amount - of_interest, standing.row.principal - standing.paid_principal)
        principal, interest = principal + of_principal, interest + of_interest
        amount -= of_interest + of_principal
    return Paid(principal, interest)


def _of_days(terms: Terms, row: Instalment, balance: int, since: date, day: date) -> int:
    if day <= since:
        return 0
    lent = terms.amount if terms.method == Method.FLAT else balance
    days = days_between(terms.day_count, since, day)
    exact = lent * Fraction(terms.annual_rate) / 100 * days / year_days(terms.day_count)
    return min(round(exact), row.interest)
