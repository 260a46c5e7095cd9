"""Reference: what was owed, and how payments were allocated, in the release before interest accrued by the day."""

from fractions import Fraction

from loans.domain.day_count import days_between, year_days
from loans.domain.payments import Split
from loans.enums import Method


def payoff_amount(terms, rows, paid, day):
    """Principal that is left, and interest by the schedule up to the day, less interest that was paid ahead."""
    return terms.amount - paid.principal + earned_interest(terms, rows, day) - paid.interest


def earned_interest(terms, rows, day):
    earned, since, balance = 0, terms.disbursed_on, terms.amount
    for row in rows:
        if day < row.due_date:
            lent = terms.amount if terms.method == Method.FLAT else balance
            days = days_between(terms.day_count, since, day) if day > since else 0
            exact = lent * Fraction(terms.annual_rate) / 100 * days / year_days(terms.day_count)
            return earned + min(round(exact), row.interest)
        earned, since, balance = earned + row.interest, row.due_date, row.balance_after
    return earned


def allocate(rows, paid, amount):
    """To the instalments oldest first, future ones too; of each to the interest, then to the principal."""
    principal = interest = 0
    for left_principal, left_interest in left_of_rows(rows, paid):
        of_interest = min(amount, left_interest)
        of_principal = min(amount - of_interest, left_principal)
        principal, interest = principal + of_principal, interest + of_interest
        amount -= of_interest + of_principal
    return Split(principal=principal, interest=interest)


def days_late(rows, paid, day):
    for row, (principal, interest) in zip(rows, left_of_rows(rows, paid), strict=True):
        if principal + interest:
            return max(0, (day - row.due_date).days)
    return 0


def left_of_rows(rows, paid):
    """`(principal, interest)` that two sums leave of each row."""
    principal, interest, left = paid.principal, paid.interest, []
    for row in rows:
        of_principal, of_interest = min(principal, row.principal), min(interest, row.interest)
        left.append((row.principal - of_principal, row.interest - of_interest))
        principal, interest = principal - of_principal, interest - of_interest
    return left
