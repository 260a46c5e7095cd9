"""Money that is paid late: overdue principal earns interest, and instalments that are very late cost a fee."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from loans.domain.arrears import Overdue, next_due, overdue
from loans.domain.payments import Split
from loans.domain.payoff import payoff
from loans.enums import Method
from tests.loans.domain.lives import Life
from tests.loans.domain.schedules import LOAN

# A published loan (apache/fineract, Loan.feature): 100 at 7 % over six months.
TERMS = replace(
    LOAN, amount=100_00, annual_rate=Decimal(7), term_months=6, disbursed_on=date(2024, 1, 1),
    first_due_date=date(2024, 2, 1), overdue_interest=True,
)  # fmt: skip


def life(day, **changes):
    loan = Life(replace(TERMS, **changes))
    loan.day = date.fromisoformat(day)
    return loan


@pytest.mark.parametrize(
    ("day", "owed"),
    [
        ("2024-03-10", 101_34),  # 0.58, 0.58 and nine days: 0.175, half to even
        ("2024-07-01", 103_48),
        ("2024-07-15", 103_75),
        ("2024-10-25", 105_70),
        ("2025-07-01", 110_48),
    ],
)
def test_overdue_principal_earns_interest_also_after_the_last_due_date(day, owed):
    assert payoff(life(day).loan).total == owed


@pytest.mark.parametrize(("day", "owed"), [("2024-07-01", 102_05), ("2024-10-25", 102_05)])
def test_loan_without_overdue_interest_owes_what_was_agreed(day, owed):
    assert payoff(life(day, overdue_interest=False).loan).total == owed


def test_instalments_to_come_of_a_late_loan_without_overdue_interest_bear_interest_on_the_balance_before_them():
    terms = replace(TERMS, amount=10_185_00, annual_rate=Decimal(12), term_months=12, instalment_multiple=100)
    days = {"disbursed_on": date(2028, 2, 24), "first_due_date": date(2028, 3, 24)}
    loan = Life(replace(terms, overdue_interest=False, **days))
    loan.wait(7)
    loan.pay(905_00)  # the first instalment, early
    loan.day = date(2028, 4, 30)  # the second one is late

    rows = loan.loan.rows()

    assert overdue(rows, loan.day).instalments == 1
    assert [row.interest for row in rows[3:]] == [round(Fraction(row.balance_after, 100)) for row in rows[2:-1]]


def test_late_instalments_keep_their_amount_and_the_last_one_takes_the_rest():
    loan = life("2024-07-01").loan
    assert [row.total for row in loan.rows()] == [17_01] * 5 + [18_43]
    assert overdue(loan.rows(), loan.day) == Overdue(date(2024, 2, 1), 151, 5, 85_05)


def test_late_payment_pays_interest_before_principal_and_the_oldest_instalment_first():
    loan = life("2024-03-10")
    assert loan.pay(20_00) == Split(interest=58 + 58, principal=16_43 + 2_41)
    rows = loan.loan.rows()
    assert (rows[0].left, rows[1].paid, rows[1].left) == (0, 2_99, 14_02)
    assert overdue(rows, loan.day) == Overdue(date(2024, 3, 1), 9, 1, 14_02)


def test_loan_is_not_late_on_its_due_date():
    assert overdue(life("2024-02-01").loan.rows(), date(2024, 2, 1)) is None
    assert overdue(life("2024-02-02").loan.rows(), date(2024, 2, 2)).days_late == 1


@pytest.mark.parametrize(("day", "penalties"), [("2024-02-11", 0), ("2024-02-12", 5_00), ("2024-03-12", 10_00)])
def test_late_fee_is_charged_once_for_each_instalment_that_is_more_than_ten_days_late(day, penalties):
    loan = life(day, late_fee=5_00, late_fee_after_days=10)
    assert payoff(loan.loan).penalties == penalties


def test_payment_covers_the_late_fee_first():
    loan = life("2024-02-12", late_fee=5_00, late_fee_after_days=10)
    assert next_due(loan.loan.rows()).left == 22_01
    assert loan.pay(6_00) == Split(penalties=5_00, interest=58, principal=42)
    assert loan.pay(16_01) == Split(principal=16_01)
    assert next_due(loan.loan.rows()).number == 2
    assert payoff(loan.loan).penalties == 0


def test_instalment_paid_within_the_days_of_the_late_fee_costs_no_fee():
    loan = life("2024-02-11", late_fee=5_00, late_fee_after_days=10)
    loan.pay(17_01)
    loan.day = date(2024, 3, 1)
    assert payoff(loan.loan).penalties == 0


def test_flat_loan_earns_on_its_principal_after_the_last_due_date():
    loan = life("2024-07-01", amount=1_200_00, annual_rate=Decimal(12), method=Method.FLAT)
    assert payoff(loan.loan) == Split(interest=72_00, principal=1_200_00)
    loan.day = date(2024, 8, 1)
    assert payoff(loan.loan) == Split(interest=84_00, principal=1_200_00)
    loan = life("2024-08-01", amount=1_200_00, annual_rate=Decimal(12), method=Method.FLAT, overdue_interest=False)
    assert payoff(loan.loan).interest == 72_00


def test_reversal_of_a_payment_after_the_payoff_leaves_exactly_what_is_owed():
    loan = life("2024-01-01", amount=3_000_00, annual_rate=Decimal(12), principal_grace_months=1)
    loan.pay(30_00)
    assert loan.settle() == Split(principal=2_970_00)
    loan.reverse(0)
    assert payoff(loan.loan) == Split(principal=30_00)
    assert loan.loan.received.interest == 0
