"""Schedules: published figures, and the rules of computation one by one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from loans.domain.schedule import Instalment, period_rates
from loans.enums import DayCount, Method
from tests.loans.domain.schedules import (
    LOAN,
    instalment_totals,
    interest_parts,
    minor_units,
    principal_parts,
    schedule_with,
)

# Published figures


def test_schedule_of_12000_at_2_percent_a_month_in_4_instalments():
    rows = schedule_with(
        amount=12_000_00,
        annual_rate=Decimal(24),
        term_months=4,
        disbursed_on=date(2011, 9, 20),
        first_due_date=date(2011, 10, 20),
    )
    assert instalment_totals(rows) == minor_units("3151.49", "3151.49", "3151.49", "3151.47")
    assert interest_parts(rows) == minor_units("240.00", "181.77", "122.38", "61.79")
    assert [str(row.due_date) for row in rows] == ["2011-10-20", "2011-11-20", "2011-12-20", "2012-01-20"]


def test_schedule_of_5000_at_12_percent_over_18_months_in_equal_principal_parts():
    rows = schedule_with(method=Method.EQUAL_PRINCIPAL)
    assert principal_parts(rows) == minor_units(*["277.78"] * 17, "277.74")
    assert sum(interest_parts(rows)) == 475_00


def test_schedule_of_5000_at_12_percent_over_18_months_flat():
    rows = schedule_with(method=Method.FLAT)
    assert principal_parts(rows) == minor_units(*["277.78"] * 17, "277.74")
    assert interest_parts(rows) == minor_units(*["50.00"] * 18)
    assert sum(interest_parts(rows)) == 900_00


def test_schedule_of_100_at_7_percent_over_6_months():
    rows = schedule_with(amount=100_00, annual_rate=Decimal(7), term_months=6)
    assert principal_parts(rows) == minor_units("16.43", "16.52", "16.62", "16.72", "16.81", "16.90")
    assert interest_parts(rows) == minor_units("0.58", "0.49", "0.39", "0.29", "0.20", "0.10")


def test_schedule_of_1250_at_15_percent_over_4_months_flat():
    rows = schedule_with(amount=1_250_00, annual_rate=Decimal(15), term_months=4, method=Method.FLAT)
    assert interest_parts(rows) == minor_units("15.62", "15.62", "15.62", "15.64")


def test_schedule_of_500000_at_12_percent_over_36_months():
    rows = schedule_with(amount=500_000_00, term_months=36)
    assert set(instalment_totals(rows[:-1])) == {16_607_15}


def test_schedule_of_5000_at_12_percent_over_18_months_in_whole_units():
    rows = schedule_with(instalment_multiple=100)
    assert instalment_totals(rows) == minor_units(*["305.00"] * 17, "303.22")
    assert sum(interest_parts(rows)) == 488_22


# Rules of computation


def test_instalment_has_due_date_principal_interest_and_balance_after():
    first, last = schedule_with(term_months=2, annual_rate=Decimal(0), amount=101)
    assert first == Instalment(1, date(2022, 12, 1), principal=50, interest=0, balance_after=51)
    assert last == Instalment(2, date(2023, 1, 1), principal=51, interest=0, balance_after=0)


@pytest.mark.parametrize("method", Method)
def test_interest_free_loan_is_repaid_in_equal_parts(method):
    rows = schedule_with(method=method, annual_rate=Decimal(0), amount=100_00, term_months=3)
    assert instalment_totals(rows) == [33_33, 33_33, 33_34]
    assert interest_parts(rows) == [0, 0, 0]


@pytest.mark.parametrize("method", Method)
def test_single_instalment_ignores_the_instalment_multiple(method):
    (row,) = schedule_with(method=method, term_months=1, instalment_multiple=1000)
    assert (row.principal, row.interest, row.total, row.balance_after) == (5_000_00, 50_00, 5_050_00, 0)


@pytest.mark.parametrize(
    ("method", "totals"),
    [
        (Method.DECLINING_BALANCE, ["12.00", "12.00", "307.54", "307.54", "307.54", "307.52"]),
        (Method.EQUAL_PRINCIPAL, ["12.00", "12.00", "312.00", "309.00", "306.00", "303.00"]),
        (Method.FLAT, ["12.00", "12.00", "312.00", "312.00", "312.00", "312.00"]),
    ],
)
def test_only_interest_is_due_in_the_grace_period_and_the_term_is_unchanged(method, totals):
    rows = schedule_with(method=method, amount=1_200_00, term_months=6, principal_grace_months=2)
    assert instalment_totals(rows) == minor_units(*totals)
    assert principal_parts(rows)[:2] == [0, 0]


def test_full_amount_is_due_after_a_grace_period_up_to_the_last_month():
    rows = schedule_with(term_months=3, principal_grace_months=2)
    assert instalment_totals(rows) == minor_units("50.00", "50.00", "5050.00")


def test_interest_is_rounded_half_to_even():
    assert interest_parts(schedule_with(amount=150, annual_rate=Decimal(12), term_months=1)) == [2]
    assert interest_parts(schedule_with(amount=250, annual_rate=Decimal(12), term_months=1)) == [2]


def test_instalment_multiple_is_rounded_half_to_even():
    rows = schedule_with(annual_rate=Decimal(0), amount=5_00, term_months=2, instalment_multiple=100)
    assert instalment_totals(rows) == [2_00, 3_00]


def test_30_360_charges_the_same_interest_for_every_month():
    rows = schedule_with(
        method=Method.FLAT, term_months=4, disbursed_on=date(2022, 12, 31), first_due_date=date(2023, 1, 31)
    )
    assert [str(row.due_date) for row in rows] == ["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"]
    assert interest_parts(rows) == [50_00] * 4


def test_longer_first_period_is_charged_by_its_days():
    rows = schedule_with(method=Method.EQUAL_PRINCIPAL, disbursed_on=date(2022, 10, 17), term_months=2)
    assert interest_parts(rows) == minor_units("73.33", "25.00")  # 44 days of 30E/360, then 30


def test_actual_365_charges_the_actual_days_in_a_leap_year():
    terms = {"method": Method.EQUAL_PRINCIPAL, "day_count": DayCount.ACTUAL_365, "annual_rate": Decimal("36.5")}
    rows = schedule_with(
        **terms, amount=3_000_00, term_months=3, disbursed_on=date(2024, 1, 1), first_due_date=date(2024, 2, 1)
    )
    assert interest_parts(rows) == minor_units("93.00", "58.00", "31.00")  # 31, 29 and 31 days at 0.1 % a day


def test_period_rates_are_exact_fractions():
    terms = replace(LOAN, annual_rate=Decimal("7.000001"), term_months=3)
    assert period_rates(terms) == [Fraction(7_000_001, 1_200_000_000)] * 3
    actual = replace(terms, day_count=DayCount.ACTUAL_365)
    assert period_rates(actual) == [Fraction(7_000_001 * days, 36_500_000_000) for days in (30, 31, 31)]


def test_total_flat_interest_equals_the_unrounded_total_and_is_never_negative():
    # 1.6 a month: rounding up every month would charge 24 instead of 19.
    rows = schedule_with(method=Method.FLAT, amount=160, term_months=12)
    assert interest_parts(rows) == [2] * 9 + [1, 0, 0]


def test_flat_instalments_are_equal_for_months_of_different_length():
    rows = schedule_with(method=Method.FLAT, day_count=DayCount.ACTUAL_365, term_months=12)
    assert set(instalment_totals(rows[:-1])) == {466_67}  # 5,000 and 12 % of it over 365 days, in 12 parts
    assert interest_parts(rows)[:4] == minor_units("49.32", "50.96", "50.96", "46.03")
