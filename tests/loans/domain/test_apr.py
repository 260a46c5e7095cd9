"""The annual percentage rate: published examples, and its definition."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from loans.domain.apr import annual_percentage_rate, loan_apr
from loans.domain.schedule import DoesNotAmortise, schedule_of
from loans.enums import DayCount, Method
from tests.loans.domain.schedules import LOAN


@pytest.mark.parametrize(
    ("drawn", "payments", "rate"),
    [
        # Directive 98/7/EC, Annex III: 1,000 repaid by 1,200 after a year and a half; the same with costs of 50; by 600
        # after one year and 600 after two; by 272, 272 and 544 after 3, 6 and 12 months.
        (1_000_00, [(18, 1_200_00)], "12.92"),
        (950_00, [(18, 1_200_00)], "16.85"),
        (1_000_00, [(12, 600_00), (24, 600_00)], "13.07"),
        (1_000_00, [(3, 272_00), (6, 272_00), (12, 544_00)], "13.19"),
    ],
)
def test_apr_of_the_examples_of_directive_98_7_ec(drawn, payments, rate):
    assert annual_percentage_rate(drawn, payments) == Decimal(rate)


def test_apr_of_an_example_by_days_of_directive_98_7_ec():
    # 1,000 lent on 1 January 1994 and 1,200 paid on 1 July 1995, 546 days later.
    assert annual_percentage_rate(1_000_00, [(0, 1_200_00)], Fraction(546, 365)) == Decimal("12.96")


@pytest.mark.parametrize(
    ("amount", "months", "rate", "method", "apr"),
    [
        (6_000_00, 24, "12", Method.DECLINING_BALANCE, "12.68"),
        (1_200_00, 8, "18.5", Method.FLAT, "37.02"),
        (5_000_00, 12, "18.5", Method.FLAT, "37.88"),
        (12_000_00, 4, "24", Method.DECLINING_BALANCE, "26.82"),  # (1 + 2 %)^12 - 1
        (5_000_00, 18, "12", Method.EQUAL_PRINCIPAL, "12.68"),
        (1_000_00, 12, "0", Method.DECLINING_BALANCE, "0.00"),
    ],
)
def test_apr_of_loans_in_equal_months(amount, months, rate, method, apr):
    terms = replace(
        LOAN, amount=amount, term_months=months, annual_rate=Decimal(rate), method=method,
        disbursed_on=date(2026, 1, 31), first_due_date=date(2026, 2, 28), anchor_day=31,
    )  # fmt: skip
    assert loan_apr(terms, schedule_of(terms)) == Decimal(apr)


def test_fee_that_is_deducted_from_the_disbursement_raises_the_apr():
    terms = replace(LOAN, amount=1_000_00, term_months=1, annual_rate=Decimal(0), disbursement_fee=50_00)
    # 950 drawn and 1,000 paid a month later: (1000 / 950)^12 - 1.
    assert loan_apr(terms, schedule_of(terms)) == Decimal("85.06")


def test_broken_first_period_counts_its_days_over_365():
    terms = replace(LOAN, term_months=1, annual_rate=Decimal(0), amount=1_000_00, disbursement_fee=10_00)
    terms = replace(terms, disbursed_on=date(2024, 1, 10), first_due_date=date(2024, 3, 1))
    expected = (1000 / 990) ** (365 / 51) - 1
    assert float(loan_apr(terms, schedule_of(terms))) == pytest.approx(expected * 100, abs=0.005)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(100_00, 10**9), st.integers(1, 60), st.decimals(1, 60, places=2), st.sampled_from(Method),
    st.sampled_from(DayCount), st.integers(0, 62), st.integers(0, 50_00),
)  # fmt: skip
def test_payments_discounted_by_the_apr_add_up_to_the_amount_drawn(amount, months, rate, method, count, days, fee):
    terms = replace(
        LOAN, amount=amount, term_months=months, annual_rate=rate, method=method, day_count=count,
        disbursed_on=date(2025, 1, 15), first_due_date=date.fromordinal(date(2025, 2, 15).toordinal() + days),
        disbursement_fee=fee,
    )  # fmt: skip
    try:
        rows = schedule_of(terms)
    except DoesNotAmortise:  # a first period too long for this instalment
        assume(False)
    yearly, first = 1 + float(loan_apr(terms, rows)) / 100, (terms.first_due_date - terms.disbursed_on).days / 365
    if terms.first_due_date.day == 15:
        first = (terms.first_due_date.month - 1) / 12
    value = sum(row.total * yearly ** -(first + index / 12) for index, row in enumerate(rows))
    # Half of the last decimal of the rate changes the value of a year by 0.005 %.
    assert value == pytest.approx(amount - fee, rel=0.00005 * (first + months / 12 + 1))
