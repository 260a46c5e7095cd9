"""Schedules in which a rounded instalment would repay the loan too early, never, or mostly in the last month."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from loans.domain.schedule import DoesNotAmortise, schedule_of
from loans.enums import Method
from tests.loans.domain.schedules import LOAN, instalment_totals, principal_parts, schedule_with


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize(
    ("amount", "multiple", "totals"),
    [
        (18_00, 100, [1_50] * 12),  # 2.00 would repay the loan after 9 months, 1.00 would leave 7.00 to the last
        (7_00, 100, [58] * 11 + [62]),  # 0.58 would round to 1.00 or to zero
        (24_00, 1000, [2_00] * 12),  # 2.00 would round to zero
        (18, 1, [2] * 9),  # no smaller unit: one unit more, and an earlier end
        (33, 1, [3] * 11),
        (6, 1, [1] * 6),
        (7, 1, [1] * 7),
        (5_00, 30, [30] * 11 + [1_70]),
    ],
)
def test_instalment_without_interest_is_rounded_to_the_unit_where_the_multiple_would_make_a_balloon(
    method, amount, multiple, totals
):
    if multiple == 30:
        totals = [42] * 11 + [38]  # 0.30 would leave 1.70 to the last month
    rows = schedule_with(
        method=method, annual_rate=Decimal(0), amount=amount, term_months=12, instalment_multiple=multiple
    )
    assert instalment_totals(rows) == totals


@pytest.mark.parametrize(
    ("amount", "months", "rate", "method", "multiple", "others", "last"),
    [
        (500_00, 36, 18, Method.DECLINING_BALANCE, 1000, 18_08, 17_89),
        (5_000_00, 12, 18, Method.DECLINING_BALANCE, 100_00, 458_40, 458_39),
        (1_000_00, 12, 12, Method.DECLINING_BALANCE, 50_00, 88_85, 88_84),
        (300_00, 24, 12, Method.DECLINING_BALANCE, 5_00, 14_12, 14_19),
        (300_00, 36, 0, Method.DECLINING_BALANCE, 20_00, 8_33, 8_45),
    ],
)
def test_last_instalment_is_like_the_others_where_the_multiple_would_make_it_a_balloon(
    amount, months, rate, method, multiple, others, last
):
    rows = schedule_with(
        amount=amount, term_months=months, annual_rate=Decimal(rate), method=method, instalment_multiple=multiple
    )
    assert set(instalment_totals(rows[:-1])) == {others}
    assert instalment_totals(rows)[-1] == last


def test_equal_principal_part_that_rounds_to_zero_uses_the_unit():
    terms = {"amount": 200_00, "term_months": 24, "annual_rate": Decimal(6), "instalment_multiple": 100_00}
    rows = schedule_with(method=Method.EQUAL_PRINCIPAL, **terms)
    assert principal_parts(rows) == [8_33] * 23 + [8_41]
    assert (instalment_totals(rows)[0], instalment_totals(rows)[-1]) == (9_33, 8_45)


def test_multiple_that_leaves_the_last_instalment_one_and_a_half_times_the_others_is_used():
    rows = schedule_with(annual_rate=Decimal(0), amount=5_00, term_months=2, instalment_multiple=100)
    assert instalment_totals(rows) == [2_00, 3_00]
    rows = schedule_with(annual_rate=Decimal(0), amount=5_02, term_months=2, instalment_multiple=100)
    assert instalment_totals(rows) == [3_00, 2_02]


def test_instalment_near_the_interest_is_one_unit_more_and_ends_earlier():
    rows = schedule_with(amount=10_000_00, annual_rate=Decimal(36), term_months=360)
    assert set(instalment_totals(rows[:-1])) == {300_01}
    assert len(rows) == 352
    assert min(principal_parts(rows)) > 0
    assert rows[-1].total < 300_01


def test_instalment_that_fits_no_multiple_is_rounded_to_the_minor_unit():
    rows = schedule_with(amount=100_00, annual_rate=Decimal(24), term_months=24, instalment_multiple=1000)
    assert set(instalment_totals(rows[:-1])) == {5_29}


def test_interest_that_rounds_to_zero_does_not_leave_a_balloon():
    rows = schedule_with(amount=33, annual_rate=Decimal(17), term_months=12)
    assert instalment_totals(rows) == [3] * 11


@pytest.mark.parametrize(("months", "multiple"), [(36, 1000), (2, 1000_00)])
def test_multiple_too_large_to_cover_the_interest_gives_way_to_the_unit(months, multiple):
    rows = schedule_with(amount=100_00, annual_rate=Decimal(24), term_months=months, instalment_multiple=multiple)
    assert rows == schedule_with(amount=100_00, annual_rate=Decimal(24), term_months=months)


def test_flat_loan_with_less_than_a_minor_unit_a_month_ends_earlier():
    rows = schedule_with(method=Method.FLAT, amount=36, annual_rate=Decimal(20), term_months=120)
    assert len(rows) < 120
    assert min(principal_parts(rows)) > 0


@pytest.mark.parametrize("method", [Method.DECLINING_BALANCE, Method.FLAT])
def test_first_period_too_long_for_equal_instalments_is_rejected(method):
    terms = replace(LOAN, method=method, term_months=120, disbursed_on=date(2022, 10, 1), amount=100_000_00)
    with pytest.raises(DoesNotAmortise, match=r"^The instalment does not cover the interest\.$"):
        schedule_of(terms)
    assert len(schedule_of(replace(terms, method=Method.EQUAL_PRINCIPAL))) == 120
    assert len(schedule_of(replace(terms, principal_grace_months=1))) == 120
