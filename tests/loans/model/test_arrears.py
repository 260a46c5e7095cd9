"""Late payment against a published loan, and late fees against figures calculated by hand."""

from fractions import Fraction

import pytest

from tests.loans.model.calendar import Day
from tests.loans.model.life import Life
from tests.loans.model.projection import Overdue
from tests.loans.model.state import Split
from tests.loans.model.terms import Terms

START = Day(2024, 1, 1)


def loan(**terms):
    """100 at 7 % over six months: the published loan of apache/fineract, Loan.feature, C7."""
    return Life(Terms(100_00, Fraction(7), 6, START, **terms))


def day(text):
    return Day.parse(f"2024-{text}")


@pytest.mark.parametrize(("on", "owed"), [("07-01", 103_48), ("07-15", 103_75), ("10-25", 105_70)])
def test_nothing_paid_owes_interest_on_all_principal_after_maturity_too(on, owed):
    assert loan().view(day(on)).payoff.total == owed


def test_nothing_paid_leaves_the_published_instalments():
    rows = loan().view(day("07-01")).schedule
    assert [row.total for row in rows] == [17_01] * 5 + [18_43]


@pytest.mark.parametrize("on", ["07-01", "10-25"])
def test_loan_without_overdue_interest_owes_the_planned_interest_only(on):
    assert loan(overdue_interest=False).view(day(on)).payoff.total == 102_05


def test_instalment_is_late_on_the_day_after_its_due_date():
    life = loan()
    assert life.view(day("02-01")).overdue is None
    assert life.view(day("02-02")).overdue == Overdue(day("02-01"), 1, 1, 17_01)
    assert life.view(day("03-31")).overdue == Overdue(day("02-01"), 59, 2, 34_02)


def test_overdue_amount_after_maturity_is_all_that_is_owed():
    assert loan().view(day("07-15")).overdue == Overdue(day("02-01"), 165, 6, 103_75)


def test_payment_covers_the_oldest_instalment_first_and_interest_before_principal():
    life = loan()
    life.repay(day("03-10"), 17_01 + 50)
    assert life.splits == [Split(principal=16_43, interest=58 + 50)]
    assert life.view(day("03-10")).overdue == Overdue(day("03-01"), 9, 1, 16_51)


def test_late_payment_lowers_the_interest_from_its_day_on():
    life = loan()
    life.repay(day("03-10"), 34_02)
    # 9 days on 100.00 round to 0.18 (0.175 to even), the other 21 on 67.14 to 0.27.
    assert life.view(day("04-01")).payoff.interest == 18 + 27


def test_late_fee_is_charged_once_on_the_day_after_the_agreed_days():
    life = loan(late_fee=2_00, late_fee_after_days=5)
    assert life.view(day("02-06")).payoff.penalties == 0
    assert life.view(day("02-07")).payoff.penalties == 2_00
    assert life.view(day("03-01")).payoff.penalties == 2_00
    assert life.view(day("03-07")).payoff.penalties == 4_00


def test_late_fee_is_paid_before_interest_of_its_instalment_and_is_income_when_received():
    life = loan(late_fee=2_00, late_fee_after_days=0)
    assert life.ledger.late_fees == 0
    assert life.view(day("02-02")).next_due.amount == 19_01
    life.repay(day("02-02"), 2_30)
    assert life.splits == [Split(interest=30, penalties=2_00)]
    assert life.ledger.late_fees == 2_00


def test_reversal_of_a_payment_on_time_charges_the_late_fee():
    life = loan(late_fee=2_00, late_fee_after_days=5)
    payment = life.repay(day("02-01"), 17_01)
    assert life.view(day("02-20")).payoff.penalties == 0
    life.reverse(payment)
    assert life.view(day("02-20")).payoff.penalties == 2_00


def test_flat_loan_in_arrears_earns_no_interest_beyond_the_flat_one_in_its_term():
    life = Life(Terms(1_200_00, Fraction("18.5"), 8, START, method="flat"))
    assert life.view(day("03-01")).payoff.interest == 2 * 18_50
    assert life.view(day("10-01")).payoff.interest == 9 * 18_50  # the last due date is 1 September
    life = Life(Terms(1_200_00, Fraction("18.5"), 8, START, method="flat", overdue_interest=False))
    assert life.view(day("12-01")).payoff.interest == 8 * 18_50
