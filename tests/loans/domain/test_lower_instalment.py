"""Prepayments that lower the instalment, where interest of a paid period is due with the next one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.loans.domain.lives import Life
from tests.loans.domain.schedules import LOAN

# 5 % a month.
TERMS = replace(
    LOAN, amount=10_000_00, annual_rate=Decimal(60), disbursed_on=date(2024, 1, 1), first_due_date=date(2024, 2, 1),
    prepayment="lower_instalment", overdue_interest=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("left", "instalment"),
    [
        (3_000_00, 300_01),  # two months of 150.00 are due on 1 March; 23 equal instalments would be of 233.00
        (3_000_30, 300_05),  # twice 150.015, each rounded
    ],
)
def test_large_prepayment_lowers_the_instalment_to_the_smallest_that_repays_principal_each_month(left, instalment):
    loan = Life(replace(TERMS, term_months=24))
    loan.pay(10_000_00 - left)

    rows = loan.loan.rows()

    assert {row.total for row in rows[1:-1]} == {instalment}
    assert (rows[1].principal, rows[1].due_date) == (1, date(2024, 3, 1))
    assert rows[-1].balance_after == 0
    assert rows[-1].total <= instalment
    assert len(rows) == 17  # seven months earlier


def test_next_prepayment_lowers_an_instalment_that_ended_the_loan_earlier_to_the_last_due_date_of_the_contract():
    loan = Life(replace(TERMS, term_months=24))
    loan.pay(7_000_00)
    loan.day = date(2024, 3, 1)
    loan.pay(300_01 + 1_000_00)

    rows = loan.loan.rows()

    # 1,999.99 over 22 months at 5 %: 151.94.
    assert [row.total for row in rows[2:-1]] == [151_94] * 21
    assert len(rows) == 24


def test_prepayment_never_raises_the_instalment():
    loan = Life(replace(TERMS, term_months=6))
    loan.day = date(2024, 3, 10)
    assert [row.total for row in loan.loan.rows()][:5] == [1_970_17] * 5
    loan.pay(3 * 1_970_17 + 1)  # two that are late and the current one, and 0.01

    rows = loan.loan.rows()

    # The next instalment bears interest from 10 March on: three equal ones would be of 1,988.10.
    assert [row.total for row in rows[3:5]] == [1_970_17] * 2
    assert rows[5].total == 2_026_73
