"""Schedules: published figures, the edges, and what is true of every loan."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from loans.enums import DayCount, Method
from loans.schedule import DoesNotAmortise, Instalment, Terms, period_rates, schedule_of

LOAN = Terms(
    amount=5_000_00,
    annual_rate=Decimal(12),
    term_months=18,
    method=Method.DECLINING_BALANCE,
    day_count=DayCount.THIRTY_360,
    instalment_multiple=1,
    principal_grace_months=0,
    disbursed_on=date(2022, 11, 1),
    first_due_date=date(2022, 12, 1),
)


def _rows(**changes):
    return schedule_of(replace(LOAN, **changes))


def _principals(rows):
    return [row.principal for row in rows]


def _interests(rows):
    return [row.interest for row in rows]


def _totals(rows):
    return [row.total for row in rows]


def _minor(*figures):
    return [int(Decimal(figure) * 100) for figure in figures]


# Published figures


def test_12000_at_2_percent_a_month_in_4_instalments():
    rows = _rows(
        amount=12_000_00,
        annual_rate=Decimal(24),
        term_months=4,
        disbursed_on=date(2011, 9, 20),
        first_due_date=date(2011, 10, 20),
    )
    assert _totals(rows) == _minor("3151.49", "3151.49", "3151.49", "3151.47")
    assert _interests(rows) == _minor("240.00", "181.77", "122.38", "61.79")
    assert [str(row.due_date) for row in rows] == ["2011-10-20", "2011-11-20", "2011-12-20", "2012-01-20"]


def test_5000_at_12_percent_over_18_months_in_equal_principal_parts():
    rows = _rows(method=Method.EQUAL_PRINCIPAL)
    assert _principals(rows) == _minor(*["277.78"] * 17, "277.74")
    assert sum(_interests(rows)) == 475_00


def test_5000_at_12_percent_over_18_months_flat():
    rows = _rows(method=Method.FLAT)
    assert _principals(rows) == _minor(*["277.78"] * 17, "277.74")
    assert _interests(rows) == _minor(*["50.00"] * 18)
    assert sum(_interests(rows)) == 900_00


def test_100_at_7_percent_over_6_months():
    rows = _rows(amount=100_00, annual_rate=Decimal(7), term_months=6)
    assert _principals(rows) == _minor("16.43", "16.52", "16.62", "16.72", "16.81", "16.90")
    assert _interests(rows) == _minor("0.58", "0.49", "0.39", "0.29", "0.20", "0.10")


def test_1250_at_15_percent_over_4_months_flat():
    rows = _rows(amount=1_250_00, annual_rate=Decimal(15), term_months=4, method=Method.FLAT)
    assert _interests(rows) == _minor("15.62", "15.62", "15.62", "15.64")


def test_500000_at_12_percent_over_36_months():
    rows = _rows(amount=500_000_00, term_months=36)
    assert set(_totals(rows[:-1])) == {16_607_15}


def test_5000_at_12_percent_over_18_months_in_whole_units():
    rows = _rows(instalment_multiple=100)
    assert _totals(rows) == _minor(*["305.00"] * 17, "303.22")
    assert sum(_interests(rows)) == 488_22


# One by one


def test_a_row_says_what_is_due_when_and_what_is_left():
    first, last = _rows(term_months=2, annual_rate=Decimal(0), amount=101)
    assert first == Instalment(1, date(2022, 12, 1), principal=50, interest=0, balance_after=51)
    assert last == Instalment(2, date(2023, 1, 1), principal=51, interest=0, balance_after=0)


@pytest.mark.parametrize("method", Method)
def test_without_interest_the_amount_is_paid_in_equal_parts(method):
    rows = _rows(method=method, annual_rate=Decimal(0), amount=100_00, term_months=3)
    assert _totals(rows) == [33_33, 33_33, 33_34]
    assert _interests(rows) == [0, 0, 0]


@pytest.mark.parametrize("method", Method)
def test_one_instalment_is_the_amount_with_its_interest_whatever_the_multiple(method):
    (row,) = _rows(method=method, term_months=1, instalment_multiple=1000)
    assert (row.principal, row.interest, row.total, row.balance_after) == (5_000_00, 50_00, 5_050_00, 0)


@pytest.mark.parametrize(
    ("method", "totals"),
    [
        (Method.DECLINING_BALANCE, ["12.00", "12.00", "307.54", "307.54", "307.54", "307.52"]),
        (Method.EQUAL_PRINCIPAL, ["12.00", "12.00", "312.00", "309.00", "306.00", "303.00"]),
        (Method.FLAT, ["12.00", "12.00", "312.00", "312.00", "312.00", "312.00"]),
    ],
)
def test_in_the_grace_only_interest_is_due_and_the_term_stays(method, totals):
    rows = _rows(method=method, amount=1_200_00, term_months=6, principal_grace_months=2)
    assert _totals(rows) == _minor(*totals)
    assert _principals(rows)[:2] == [0, 0]


def test_after_a_grace_up_to_the_last_month_the_amount_is_due_at_once():
    rows = _rows(term_months=3, principal_grace_months=2)
    assert _totals(rows) == _minor("50.00", "50.00", "5050.00")


def test_half_a_minor_unit_goes_to_the_even_side():
    assert _interests(_rows(amount=150, annual_rate=Decimal(12), term_months=1)) == [2]
    assert _interests(_rows(amount=250, annual_rate=Decimal(12), term_months=1)) == [2]


def test_half_a_multiple_goes_to_the_even_side():
    rows = _rows(annual_rate=Decimal(0), amount=5_00, term_months=2, instalment_multiple=100)
    assert _totals(rows) == [2_00, 3_00]


def test_30_360_charges_a_month_the_same_in_february_and_with_the_31st():
    rows = _rows(method=Method.FLAT, term_months=4, disbursed_on=date(2022, 12, 31), first_due_date=date(2023, 1, 31))
    assert [str(row.due_date) for row in rows] == ["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"]
    assert _interests(rows) == [50_00] * 4


def test_a_longer_first_period_costs_its_days():
    rows = _rows(method=Method.EQUAL_PRINCIPAL, disbursed_on=date(2022, 10, 17), term_months=2)
    assert _interests(rows) == _minor("73.33", "25.00")  # 44 days of 30E/360, then 30


def test_actual_365_charges_the_real_days_also_of_a_leap_year():
    terms = {"method": Method.EQUAL_PRINCIPAL, "day_count": DayCount.ACTUAL_365, "annual_rate": Decimal("36.5")}
    rows = _rows(
        **terms, amount=3_000_00, term_months=3, disbursed_on=date(2024, 1, 1), first_due_date=date(2024, 2, 1)
    )
    assert _interests(rows) == _minor("93.00", "58.00", "31.00")  # 31, 29 and 31 days at 0.1 % a day


def test_the_rates_of_the_periods_are_exact():
    terms = replace(LOAN, annual_rate=Decimal("7.000001"), term_months=3)
    assert period_rates(terms) == [Fraction(7_000_001, 1_200_000_000)] * 3
    real = replace(terms, day_count=DayCount.ACTUAL_365)
    assert period_rates(real) == [Fraction(7_000_001 * days, 36_500_000_000) for days in (30, 31, 31)]


def test_flat_interest_is_the_same_in_total_as_unrounded_and_never_negative():
    rows = _rows(method=Method.FLAT, amount=60, term_months=120)  # 0.6 a month: rounded up it would come to 120, not 72
    assert _interests(rows) == [1] * 72 + [0] * 48


def test_flat_instalments_are_equal_also_where_the_months_are_not():
    rows = _rows(method=Method.FLAT, day_count=DayCount.ACTUAL_365, term_months=12)
    assert set(_totals(rows[:-1])) == {466_67}  # 5,000 and 12 % of it over 365 days, in 12 parts
    assert _interests(rows)[:4] == _minor("49.32", "50.96", "50.96", "46.03")


# Where rounding would repay the loan early, or never


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize(
    ("amount", "multiple", "totals"),
    [
        (18_00, 100, [1_00] * 11 + [7_00]),  # 1.50 is 2.00 to the even side: repaid after 9 months
        (7_00, 100, [58] * 11 + [62]),  # 0.58 is 1.00, and rounded down nothing: to the minor unit
        (18, 1, [1] * 11 + [7]),
        (6, 1, [0] * 11 + [6]),
        (7, 1, [0] * 11 + [7]),
    ],
)
def test_a_part_that_would_repay_the_loan_early_is_rounded_down(method, amount, multiple, totals):
    rows = _rows(method=method, annual_rate=Decimal(0), amount=amount, term_months=12, instalment_multiple=multiple)
    assert _totals(rows) == totals


@pytest.mark.parametrize("method", Method)
def test_a_part_that_rounds_to_nothing_leaves_all_to_the_last_month(method):
    rows = _rows(method=method, annual_rate=Decimal(0), amount=24_00, term_months=12, instalment_multiple=1000)
    assert _totals(rows) == [0] * 11 + [24_00]


def test_an_instalment_that_would_repay_the_loan_early_and_down_not_cover_the_interest_leaves_the_multiple():
    rows = _rows(amount=100_00, annual_rate=Decimal(24), term_months=24, instalment_multiple=1000)
    assert set(_totals(rows[:-1])) == {5_28}


def test_interest_that_rounds_to_nothing_does_not_repay_a_tiny_loan_early():
    rows = _rows(amount=33, annual_rate=Decimal(17), term_months=12)
    assert _totals(rows) == [2] * 11 + [11]


@pytest.mark.parametrize(("months", "multiple"), [(36, 1000), (2, 1000_00)])
def test_a_multiple_too_coarse_for_the_interest_is_refused(months, multiple):
    with pytest.raises(DoesNotAmortise, match=r"^The instalment does not cover the interest\.$"):
        _rows(amount=100_00, annual_rate=Decimal(24), term_months=months, instalment_multiple=multiple)


def test_a_flat_loan_of_less_than_a_minor_unit_a_month_may_be_refused():
    with pytest.raises(DoesNotAmortise, match=r"^The instalment does not cover the interest\.$"):
        _rows(method=Method.FLAT, amount=36, annual_rate=Decimal(20), term_months=120)


def test_an_instalment_of_just_the_interest_is_not_refused():
    rows = _rows(amount=1_000_00, annual_rate=Decimal(24), term_months=180, instalment_multiple=1000)
    assert _totals(rows) == [20_00] * 179 + [1_020_00]


@pytest.mark.parametrize("method", [Method.DECLINING_BALANCE, Method.FLAT])
def test_a_first_period_too_long_for_an_equal_instalment_is_refused(method):
    terms = replace(LOAN, method=method, term_months=120, disbursed_on=date(2022, 10, 1), amount=100_000_00)
    with pytest.raises(DoesNotAmortise):
        schedule_of(terms)
    assert len(schedule_of(replace(terms, method=Method.EQUAL_PRINCIPAL))) == 120
    assert len(schedule_of(replace(terms, principal_grace_months=1))) == 120


# Of every loan


@st.composite
def _terms(draw, **fixed):
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
    return Terms(**drawn | fixed)


def _schedule(terms):
    try:
        return schedule_of(terms)
    except DoesNotAmortise:
        assume(False)


tried = settings(max_examples=60, deadline=None)


@tried
@given(_terms())
def test_the_principal_is_repaid_to_the_unit_by_the_last_day_and_not_before(terms):
    rows = _schedule(terms)
    assert [row.number for row in rows] == list(range(1, terms.term_months + 1))
    assert sum(_principals(rows)) == terms.amount
    assert rows[-1].balance_after == 0 < rows[-1].principal
    assert min(row.balance_after for row in rows) >= 0
    assert min(_principals(rows)) >= 0 <= min(_interests(rows))
    assert all(row.due_date < after.due_date for row, after in pairwise(rows))
    assert rows[0].due_date == terms.first_due_date


@tried
@given(_terms())
def test_each_balance_is_the_one_before_less_the_principal(terms):
    rows = _schedule(terms)
    balances = [terms.amount, *(row.balance_after for row in rows)]
    assert [before - row.principal for before, row in zip(balances, rows, strict=False)] == balances[1:]
    assert not any(_principals(rows)[: terms.principal_grace_months])


@tried
@given(_terms(method=Method.DECLINING_BALANCE) | _terms(method=Method.EQUAL_PRINCIPAL))
def test_interest_is_the_balances_to_half_a_unit(terms):
    rows = _schedule(terms)
    balances = [terms.amount, *(row.balance_after for row in rows)]
    for row, balance, rate in zip(rows, balances, period_rates(terms), strict=False):
        assert abs(row.interest - balance * rate) <= Fraction(1, 2)


@tried
@given(_terms(method=Method.FLAT))
def test_flat_interest_is_the_whole_amounts_to_half_a_unit_in_all(terms):
    rows = _schedule(terms)
    assert abs(sum(_interests(rows)) - terms.amount * sum(period_rates(terms))) <= Fraction(1, 2)


@tried
@given(_terms(), st.integers(0, 10**12))
def test_what_is_paid_each_month_is_equal_and_of_the_multiple_until_the_last(terms, more):
    terms = replace(terms, amount=1000 * terms.instalment_multiple * terms.term_months + more)
    rows = _schedule(terms)[terms.principal_grace_months : -1]
    equal = set(_principals(rows) if terms.method == Method.EQUAL_PRINCIPAL else _totals(rows))
    assert len(equal) <= 1
    assert not any(part % terms.instalment_multiple for part in equal)


@tried
@given(_terms(day_count=DayCount.THIRTY_360, instalment_multiple=1), st.integers(1, 3000))
@example(replace(LOAN, amount=33, annual_rate=Decimal(17), term_months=12), 33)
def test_even_months_are_never_refused(terms, few):
    day = min(terms.disbursed_on.day, 28)
    dates = {"disbursed_on": date(2023, 1, day), "first_due_date": date(2023, 2, day)}
    assert schedule_of(replace(terms, **dates))
    if terms.method != Method.FLAT:
        assert len(schedule_of(replace(terms, **dates, amount=few))) == terms.term_months


def _days(terms):
    """The days of the periods, without the code under test."""
    dues = []
    for month in range(terms.term_months):
        years, index = divmod(terms.first_due_date.month - 1 + month, 12)
        dues.append(date(terms.first_due_date.year + years, index + 1, terms.first_due_date.day))
    return [(due - before).days for before, due in zip([terms.disbursed_on, *dues], dues, strict=False)]


def _left(terms, instalment):
    """What an instalment leaves of the loan, unrounded, as Decimals of 28 digits."""
    balance = Decimal(terms.amount)
    for period, days in enumerate(_days(terms)):
        interest = balance * terms.annual_rate * days / 36500
        balance += interest - (interest if period < terms.principal_grace_months else instalment)
    return balance


def _found_by_halving(terms):
    low, high = Decimal(0), Decimal(terms.amount * 20)
    while high - low > Decimal("0.0001"):
        middle = (low + high) / 2
        low, high = (middle, high) if _left(terms, middle) > 0 else (low, middle)
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
def test_unequal_months_have_the_instalment_that_halving_finds(terms, amount, months):
    terms = replace(
        terms, amount=amount, term_months=months, principal_grace_months=terms.principal_grace_months % months
    )
    assume(terms.principal_grace_months < months - 1)
    instalments = set(_totals(schedule_of(terms)[terms.principal_grace_months : -1]))
    assert len(instalments) == 1
    assert abs(instalments.pop() - _found_by_halving(terms)) <= Decimal("0.501")
