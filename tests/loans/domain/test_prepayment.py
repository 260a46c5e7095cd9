"""Money that is paid early: it saves interest, and shortens the term or lowers the instalments."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from loans.domain.arrears import next_due, overdue
from loans.domain.payments import Split
from loans.domain.payoff import payoff
from loans.enums import DayCount, Method
from tests.loans.domain.lives import Life
from tests.loans.domain.schedules import LOAN

TERMS = replace(
    LOAN, amount=10_000_00, term_months=12, disbursed_on=date(2024, 1, 1), first_due_date=date(2024, 2, 1),
    overdue_interest=True,
)  # fmt: skip


def life(**changes):
    return Life(replace(TERMS, **changes))


def figures(rows):
    return [(row.number, str(row.due_date), row.principal, row.interest, row.balance_after) for row in rows]


def test_prepayment_pays_the_interest_of_one_day_and_the_current_instalment():
    loan = life()
    loan.wait(1)

    assert loan.pay(5_000_00) == Split(interest=3_33, principal=4_996_67)

    assert (loan.loan.outstanding, next_due(loan.loan.rows()).due_date) == (5_003_33, date(2024, 3, 1))
    assert loan.loan.rows()[0].left == 0
    loan.day = date(2024, 7, 1)
    assert payoff(loan.loan) == Split(interest=298_52, principal=5_003_33)


def test_prepayment_shortens_the_term_and_keeps_the_instalment():
    loan = life()
    loan.wait(1)
    loan.pay(5_000_00)

    rows = loan.loan.rows()

    assert figures(rows[:3]) == [
        (1, "2024-02-01", 4_996_67, 3_33, 5_003_33),
        (2, "2024-03-01", 790_09, 98_40, 4_213_24),  # 29 days of January, rounded, and February
        (3, "2024-04-01", 846_36, 42_13, 3_366_88),
    ]
    assert [row.total for row in rows[1:]] == [888_49] * 5 + [784_46]
    assert figures(rows)[-1] == (7, "2024-08-01", 776_69, 7_77, 0)


def test_prepayment_lowers_the_instalment_and_keeps_the_term():
    loan = life(prepayment="lower_instalment")
    loan.day = date(2024, 2, 1)
    loan.pay(888_49 + 4_211_51)

    rows = loan.loan.rows()

    # 5,000.00 over eleven months at 1 %: 482.27.
    assert [row.total for row in rows[1:]] == [482_27] * 10 + [482_27 - (482_27 * 11 - sum(r.total for r in rows[1:]))]
    assert (len(rows), rows[-1].balance_after, loan.loan.outstanding) == (12, 0, 5_000_00)


@pytest.mark.parametrize(("rule", "count"), [("shorter_term", 7), ("lower_instalment", 12)])
def test_prepayment_of_equal_principal_parts(rule, count):
    loan = life(method=Method.EQUAL_PRINCIPAL, amount=12_000_00, prepayment=rule)
    loan.day = date(2024, 2, 1)

    assert loan.pay(1_120_00 + 5_500_00) == Split(interest=120_00, principal=6_500_00)

    rows = loan.loan.rows()
    parts = {"shorter_term": [1_000_00] * 5 + [500_00], "lower_instalment": [500_00] * 11}
    assert [row.principal for row in rows[1:]] == parts[rule]
    assert (len(rows), rows[1].interest) == (count, 55_00)


def test_payment_of_less_than_the_instalment_pays_the_interest_to_the_day_first():
    loan = life()
    loan.wait(1)

    assert loan.pay(100_00) == Split(interest=3_33, principal=96_67)

    row = next_due(loan.loan.rows())
    assert (row.number, row.paid, row.left) == (1, 100_00, 788_49)
    assert row.interest == 3_33 + 95_73  # 29 days on 9,903.33


def test_second_prepayment_in_a_period_pays_principal_only():
    loan = life()
    loan.wait(1)
    loan.pay(5_000_00)
    loan.wait(1)

    assert loan.pay(1_000_00) == Split(principal=1_000_00)

    assert next_due(loan.loan.rows()).due_date == date(2024, 3, 1)
    assert loan.loan.interest_owed == 1_67


def test_instalment_paid_on_its_due_date_keeps_the_schedule():
    loan, rows = life(), life().rows
    for row in rows[:11]:
        loan.day = row.due_date
        assert loan.pay(row.total) == Split(interest=row.interest, principal=row.principal)
        assert [each.total for each in loan.loan.rows()] == [each.total for each in rows]
    loan.day = rows[11].due_date
    assert payoff(loan.loan).total == rows[11].total


def test_schedule_is_the_same_on_every_day_on_which_nothing_is_due_or_paid():
    loan = life(amount=10_000_17, day_count=DayCount.ACTUAL_365)
    loan.wait(5)
    loan.pay(888_48)
    expected = loan.loan.rows()
    for _ in range(26):
        assert loan.loan.rows() == expected
        loan.wait(1)
    assert loan.day == date(2024, 2, 1)


def test_payment_in_a_grace_period_pays_principal_where_no_interest_has_accrued():
    loan = life(amount=3_000_00, term_months=6, principal_grace_months=1)

    assert loan.pay(30_00) == Split(principal=30_00)

    assert next_due(loan.loan.rows()).number == 2


def test_extra_money_on_a_flat_loan_pays_the_next_principals_and_waives_their_interest():
    loan = life(amount=1_200_00, method=Method.FLAT)  # 112.00 a month: 100.00 and 12.00
    loan.day = date(2024, 2, 1)

    assert loan.pay(112_00 + 250_00) == Split(interest=12_00, principal=350_00)

    assert figures(loan.loan.rows())[:5] == [
        (1, "2024-02-01", 100_00, 12_00, 1_100_00),
        (2, "2024-03-01", 100_00, 0, 1_000_00),
        (3, "2024-04-01", 100_00, 0, 900_00),
        (4, "2024-05-01", 100_00, 6_00, 800_00),  # half of its principal is paid, so half of its interest is waived
        (5, "2024-06-01", 100_00, 12_00, 700_00),
    ]
    assert next_due(loan.loan.rows()).left == 56_00
    loan.day = date(2024, 4, 16)
    assert payoff(loan.loan) == Split(interest=3_00, principal=850_00)
    loan.day = date(2025, 1, 1)
    assert payoff(loan.loan) == Split(interest=102_00, principal=850_00)


def test_interest_of_the_current_period_of_a_flat_loan_is_not_waived():
    loan = life(amount=1_200_00, method=Method.FLAT)
    loan.day = date(2024, 1, 11)

    assert loan.pay(112_00) == Split(interest=4_00, principal=108_00)

    assert next_due(loan.loan.rows()).due_date == date(2024, 3, 1)
    loan.day = date(2024, 2, 1)
    assert payoff(loan.loan) == Split(interest=8_00, principal=1_092_00)


def test_grace_period_of_a_flat_loan_is_waived_in_proportion_to_the_principal():
    loan = life(amount=1_200_00, method=Method.FLAT, principal_grace_months=3)
    loan.day = date(2024, 2, 1)

    loan.pay(12_00 + 600_00)

    assert [row.interest for row in loan.loan.rows()][:3] == [12_00, 6_00, 6_00]


@pytest.mark.parametrize(("day", "days"), [("2024-02-11", 10), ("2024-02-29", 28), ("2024-03-01", 29)])
def test_payoff_of_actual_365_counts_the_days_of_a_leap_year(day, days):
    loan = life(
        amount=12_000_00, annual_rate=Decimal("36.5"), day_count=DayCount.ACTUAL_365,
        disbursed_on=date(2024, 2, 1), first_due_date=date(2024, 3, 1),
    )  # fmt: skip
    loan.day = date.fromisoformat(day)
    assert payoff(loan.loan).interest == 12_00 * days  # 0.1 % a day


def test_fee_is_refunded_pro_rata_by_days_on_early_payoff():
    loan = life(disbursement_fee=36_60)  # 366 days from 1 January 2024 to 1 January 2025
    loan.day = date(2024, 7, 1)  # 184 days before
    assert payoff(loan.loan).fees == -18_40
    loan.day = date(2025, 1, 1)
    assert payoff(loan.loan).fees == 0


def test_fee_that_a_payoff_refunded_is_owed_again_if_the_loan_is_not_paid_off_after_all():
    loan = life(disbursement_fee=36_60)
    loan.pay(100_00)
    loan.day = date(2024, 7, 1)
    assert loan.settle().fees == -18_40
    loan.reverse(0)
    assert payoff(loan.loan).fees == 0
    loan.day = date(2025, 1, 1)
    assert payoff(loan.loan).fees == 18_40


@pytest.mark.parametrize("grace", [0, 3])
def test_interest_of_a_flat_loan_without_principal_is_due_with_the_next_instalment_and_can_be_paid_in_parts(grace):
    loan = life(amount=1_200_00, method=Method.FLAT, principal_grace_months=grace)
    loan.pay(next_due(loan.loan.rows()).left)
    loan.wait(10)
    loan.pay(loan.loan.outstanding)

    row = next_due(loan.loan.rows())
    assert (row.due_date, row.left, payoff(loan.loan)) == (date(2024, 3, 1), 4_00, Split(interest=4_00))
    assert loan.pay(1_00) == Split(interest=1_00)
    loan.day = date(2024, 3, 2)
    assert overdue(loan.loan.rows(), loan.day).amount == 3_00
    assert loan.pay(3_00) == Split(interest=3_00)
    assert next_due(loan.loan.rows()) is None
