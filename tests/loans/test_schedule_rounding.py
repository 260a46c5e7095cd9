"""Schedules in which rounding would repay the loan too early or never."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from loans.enums import Method
from loans.schedule import DoesNotAmortise, schedule_of
from tests.loans.schedules import LOAN, instalment_totals, schedule_with


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize(
    ("amount", "multiple", "totals"),
    [
        (18_00, 100, [1_00] * 11 + [7_00]),  # 1.50 would round to 2.00 and repay the loan after 9 months
        (7_00, 100, [58] * 11 + [62]),  # 0.58 would round to 1.00 or to zero: the minor unit is used instead
        (18, 1, [1] * 11 + [7]),
        (6, 1, [0] * 11 + [6]),
        (7, 1, [0] * 11 + [7]),
    ],
)
def test_part_that_would_repay_the_loan_too_early_is_rounded_down(method, amount, multiple, totals):
    rows = schedule_with(
        method=method, annual_rate=Decimal(0), amount=amount, term_months=12, instalment_multiple=multiple
    )
    assert instalment_totals(rows) == totals


@pytest.mark.parametrize("method", Method)
def test_part_that_rounds_to_zero_leaves_the_amount_to_the_last_month(method):
    rows = schedule_with(method=method, annual_rate=Decimal(0), amount=24_00, term_months=12, instalment_multiple=1000)
    assert instalment_totals(rows) == [0] * 11 + [24_00]


def test_instalment_that_fits_no_multiple_is_rounded_to_the_minor_unit():
    rows = schedule_with(amount=100_00, annual_rate=Decimal(24), term_months=24, instalment_multiple=1000)
    assert set(instalment_totals(rows[:-1])) == {5_28}


def test_interest_that_rounds_to_zero_does_not_repay_a_small_loan_early():
    rows = schedule_with(amount=33, annual_rate=Decimal(17), term_months=12)
    assert instalment_totals(rows) == [2] * 11 + [11]


@pytest.mark.parametrize(("months", "multiple"), [(36, 1000), (2, 1000_00)])
def test_multiple_too_large_to_cover_the_interest_is_rejected(months, multiple):
    with pytest.raises(DoesNotAmortise, match=r"^The instalment does not cover the interest\.$"):
        schedule_with(amount=100_00, annual_rate=Decimal(24), term_months=months, instalment_multiple=multiple)


def test_flat_loan_with_less_than_a_minor_unit_a_month_is_rejected():
    with pytest.raises(DoesNotAmortise, match=r"^The instalment does not cover the interest\.$"):
        schedule_with(method=Method.FLAT, amount=36, annual_rate=Decimal(20), term_months=120)


def test_instalment_equal_to_the_interest_is_accepted():
    rows = schedule_with(amount=1_000_00, annual_rate=Decimal(24), term_months=180, instalment_multiple=1000)
    assert instalment_totals(rows) == [20_00] * 179 + [1_020_00]


@pytest.mark.parametrize("method", [Method.DECLINING_BALANCE, Method.FLAT])
def test_first_period_too_long_for_equal_instalments_is_rejected(method):
    terms = replace(LOAN, method=method, term_months=120, disbursed_on=date(2022, 10, 1), amount=100_000_00)
    with pytest.raises(DoesNotAmortise):
        schedule_of(terms)
    assert len(schedule_of(replace(terms, method=Method.EQUAL_PRINCIPAL))) == 120
    assert len(schedule_of(replace(terms, principal_grace_months=1))) == 120
