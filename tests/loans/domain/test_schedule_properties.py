"""Schedules: properties of every loan."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from loans.domain.schedule import DoesNotAmortise, period_rates, schedule_of
from loans.domain.terms import Terms
from loans.enums import DayCount, Method
from tests.loans.domain.schedules import LOAN, instalment_totals, interest_parts, principal_parts


@st.composite
def _terms(draw, **changes):
    disbursed_on = draw(st.dates(date(2000, 1, 1), date(2050, 12, 31)))
    months = draw(st.integers(1, 120))
    drawn = {
        "amount": draw(st.integers(1, 10**12)),
        "annual_rate": draw(st.decimals(0, 100, places=6)),
        "term_months": months,
        "method": draw(st.sampled_from(Method)),
        "day_count": draw(st.sampled_from(DayCount)),
        "instalment_multiple": draw(st.sampled_from([1, 100, 1000])),
        "principal_grace_months": draw(st.integers(0, months - 1)),
        "disbursed_on": disbursed_on,
        "first_due_date": disbursed_on + timedelta(days=draw(st.integers(1, 60))),
    }
    return Terms(**drawn | changes)


def _schedule(terms):
    try:
        return schedule_of(terms)
    except DoesNotAmortise:
        assume(False)


quick = settings(max_examples=60, deadline=None)


@quick
@given(_terms())
def test_principal_is_fully_repaid_by_the_last_instalment_and_not_before(terms):
    rows = _schedule(terms)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) <= terms.term_months
    assert sum(principal_parts(rows)) == terms.amount
    assert rows[-1].balance_after == 0 < rows[-1].principal
    assert min(row.balance_after for row in rows) >= 0
    assert min(interest_parts(rows)) >= 0
    assert min(principal_parts(rows)[terms.principal_grace_months :]) > 0
    assert all(row.due_date < after.due_date for row, after in pairwise(rows))
    assert rows[0].due_date == terms.first_due_date


@quick
@given(_terms())
def test_each_balance_is_the_previous_balance_less_the_principal(terms):
    rows = _schedule(terms)
    balances = [terms.amount, *(row.balance_after for row in rows)]
    assert [before - row.principal for before, row in zip(balances, rows, strict=False)] == balances[1:]
    assert not any(principal_parts(rows)[: terms.principal_grace_months])


@quick
@given(_terms(method=Method.DECLINING_BALANCE) | _terms(method=Method.EQUAL_PRINCIPAL))
def test_interest_of_a_period_is_exact_to_half_a_minor_unit(terms):
    rows = _schedule(terms)
    balances = [terms.amount, *(row.balance_after for row in rows)]
    for row, balance, rate in zip(rows, balances, period_rates(terms), strict=False):
        assert abs(row.interest - balance * rate) <= Fraction(1, 2)


@quick
@given(_terms(method=Method.FLAT))
def test_total_flat_interest_is_exact_to_half_a_minor_unit(terms):
    rows = _schedule(terms)
    charged = terms.amount * sum(period_rates(terms)[: len(rows)])
    # A loan that ends early has no last month that corrects the rounding of the others.
    months = 1 if len(rows) == terms.term_months else len(rows)
    assert abs(sum(interest_parts(rows)) - charged) <= Fraction(months, 2)


@quick
@given(_terms())
def test_last_instalment_is_at_most_one_and_a_half_times_the_others(terms):
    rows = _schedule(terms)[terms.principal_grace_months :]
    assert len(rows) == 1 or 2 * rows[-1].total <= 3 * max(row.total for row in rows[:-1])


@quick
@given(_terms(), st.integers(0, 10**12))
def test_instalments_before_the_last_are_equal_multiples(terms, extra):
    terms = replace(terms, amount=1000 * terms.instalment_multiple * terms.term_months + extra)
    rows = _schedule(terms)[terms.principal_grace_months : -1]
    parts = set(principal_parts(rows) if terms.method == Method.EQUAL_PRINCIPAL else instalment_totals(rows))
    assert len(parts) <= 1
    assert not any(part % terms.instalment_multiple for part in parts)


@quick
@given(_terms(day_count=DayCount.THIRTY_360, instalment_multiple=1), st.integers(1, 3000))
@example(replace(LOAN, amount=33, annual_rate=Decimal(17), term_months=12), 33)
def test_loans_with_months_of_equal_length_are_never_rejected(terms, small_amount):
    day = min(terms.disbursed_on.day, 28)
    dates = {"disbursed_on": date(2023, 1, day), "first_due_date": date(2023, 2, day)}
    assert schedule_of(replace(terms, **dates))
    if terms.method != Method.FLAT:
        assert len(schedule_of(replace(terms, **dates, amount=small_amount))) <= terms.term_months


def _days(terms):
    """The days of the periods, without the code under test."""
    dues = []
    for month in range(terms.term_months):
        years, index = divmod(terms.first_due_date.month - 1 + month, 12)
        dues.append(date(terms.first_due_date.year + years, index + 1, terms.first_due_date.day))
    return [(due - before).days for before, due in zip([terms.disbursed_on, *dues], dues, strict=False)]


def _final_balance(terms, instalment):
    """The unrounded balance after the last period with this instalment, as a Decimal of 28 digits."""
    balance = Decimal(terms.amount)
    for period, days in enumerate(_days(terms)):
        interest = balance * terms.annual_rate * days / 36500
        balance += interest - (interest if period < terms.principal_grace_months else instalment)
    return balance


def _instalment_by_bisection(terms):
    low, high = Decimal(0), Decimal(terms.amount * 20)
    while high - low > Decimal("0.0001"):
        middle = (low + high) / 2
        low, high = (middle, high) if _final_balance(terms, middle) > 0 else (low, middle)
    return low


@settings(max_examples=20, deadline=None)
@given(
    _terms(
        method=Method.DECLINING_BALANCE,
        day_count=DayCount.ACTUAL_365,
        instalment_multiple=1,
        disbursed_on=date(2023, 12, 12),
        first_due_date=date(2024, 1, 28),
        annual_rate=Decimal("11.25"),
    ),
    st.integers(10_000, 10**9),
    st.integers(2, 48),
)
def test_instalment_for_months_of_different_length_matches_a_bisection(terms, amount, months):
    terms = replace(
        terms, amount=amount, term_months=months, principal_grace_months=terms.principal_grace_months % months
    )
    assume(terms.principal_grace_months < months - 1)
    instalments = set(instalment_totals(schedule_of(terms)[terms.principal_grace_months : -1]))
    assert len(instalments) == 1
    assert abs(instalments.pop() - _instalment_by_bisection(terms)) <= Decimal("0.501")
