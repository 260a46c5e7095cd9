"""Early and partial payments against the figures of the specification and figures calculated by hand."""

from fractions import Fraction

from tests.loans.model.calendar import Day
from tests.loans.model.life import Life, Overpayment
from tests.loans.model.state import Split
from tests.loans.model.terms import Terms

START = Day(2024, 1, 1)


def loan(amount=10_000_00, rate="12", months=12, **terms):
    return Life(Terms(amount, Fraction(rate), months, START, **terms))


def day(text):
    return Day.parse(f"2024-{text}")


def totals(life, on):
    return [row.total for row in life.view(on).schedule if row.status != "paid"]


def test_early_payment_costs_the_interest_of_one_day_and_pays_the_next_instalment():
    life = loan()
    life.repay(day("01-02"), 5_000_00)
    assert life.splits == [Split(principal=4_996_67, interest=3_33)]
    assert life.state.balance == life.ledger.receivable == 5_003_33
    assert life.ledger.interest_income == 3_33
    view = life.view(day("01-02"))
    assert view.schedule[0].status == "paid"
    assert view.next_due.due == day("03-01")
    assert life.view(day("07-01")).payoff.total == 5_301_85


def test_early_payment_and_payoff_on_one_day_cost_the_interest_of_one_day():
    life = loan()
    life.repay(day("01-02"), 5_000_00)
    assert life.settle(day("01-02")).amount == 5_003_33
    assert life.status == "repaid"


def test_shorter_term_keeps_the_instalment_and_ends_earlier():
    life = loan()
    life.repay(day("01-02"), 5_000_00)
    assert totals(life, day("01-02")) == [888_49] * 5 + [784_46]
    first = life.view(day("01-02")).schedule[1]
    assert first.interest == 48_37 + 50_03  # 29 days of January, then February


def test_lower_instalment_keeps_the_term():
    life = loan(prepayment="lower_instalment")
    life.repay(day("01-02"), 5_000_00)
    # 5,003.33 grows by 59/3000, then by 1 % ten times; so do instalments of 487.21.
    assert totals(life, day("01-02")) == [487_21] * 10 + [487_22]


def test_equal_principal_keeps_or_lowers_its_principal_after_a_prepayment():
    life = loan(1_200_00, "0", 12, method="equal_principal")
    life.repay(day("02-01"), 650_00)
    assert totals(life, day("02-01")) == [100_00] * 5 + [50_00]
    life = loan(1_200_00, "0", 12, method="equal_principal", prepayment="lower_instalment")
    life.repay(day("02-01"), 650_00)
    assert totals(life, day("02-01")) == [50_00] * 11


def test_flat_prepayment_pays_the_next_principal_and_waives_its_interest():
    life = loan(1_200_00, "18.5", 8, method="flat")
    life.repay(day("02-01"), 168_50 + 150_00)
    view = life.view(day("02-01"))
    assert [row.total for row in view.schedule] == [168_50, 0] + [168_50] * 6
    assert (view.next_due.due, view.next_due.amount) == (day("04-01"), 168_50)
    assert life.view(day("03-15")).payoff.total == 900_00 + 8_63  # 14 days of 1,200 at 18.5 %


def test_flat_prepayment_of_half_a_principal_waives_half_of_its_interest():
    life = loan(1_200_00, "18.5", 8, method="flat")
    life.repay(day("02-01"), 168_50 + 75_00)
    assert totals(life, day("02-01")) == [75_00 + 9_25] + [168_50] * 6


def test_flat_instalment_paid_early_moves_unearned_interest_to_the_next_one():
    life = loan(1_200_00, "18.5", 8, method="flat")
    life.repay(day("01-02"), 168_50)
    assert life.splits == [Split(principal=167_88, interest=62)]
    # January's other 29 days cost 17.88. Nothing was paid beyond the instalment, so nothing is waived.
    second = life.view(day("01-02")).schedule[1]
    assert (second.principal, second.interest) == (150_00 - 17_88, 17_88 + 18_50)


def test_partial_payment_leaves_the_rest_of_the_instalment_for_its_due_date():
    life = loan()
    life.repay(day("01-02"), 100_00)
    row = life.view(day("01-02")).schedule[0]
    assert (row.paid, row.total, row.status) == (100_00, 888_49, "open")
    assert row.interest == 3_33 + 95_73  # one day on 10,000.00, 29 days on 9,903.33
    assert life.view(day("01-02")).next_due.amount == 788_49


def test_money_after_a_paid_instalment_is_principal_and_interest_stays_for_the_next():
    life = loan()
    life.repay(day("01-02"), 888_49)
    life.repay(day("01-12"), 1_000_00)
    assert life.splits[1] == Split(principal=1_000_00)
    assert life.view(day("01-12")).payoff.interest == 30_38  # ten days on 9,114.84
    assert life.ledger.interest_income == 3_33


def test_next_instalment_that_exceeds_the_payoff_pays_the_payoff():
    life = loan(1_000_00, "12", 1)
    assert life.view(day("01-31")).next_due.amount == 1_010_00
    assert life.repay(day("01-31"), 1_010_00).amount == 1_009_67
    assert life.status == "repaid"


def test_payment_above_payoff_and_next_instalment_is_refused_with_the_payoff():
    life = loan(1_000_00, "12", 1)
    assert life.repay(day("01-31"), 1_010_01) == Overpayment(1_009_67)
    assert life.payments == []


def test_payoff_two_weeks_after_a_paid_instalment():
    life = loan(100_00, "7", 6)
    life.repay(day("02-01"), 17_01)
    assert life.view(day("02-15")).payoff.total == 83_80  # 83.57, and 14 days of interest


def test_payment_reversed_after_the_payoff_leaves_what_it_paid():
    life = loan(3_000_00, "12", 6, grace=1)
    first = life.repay(START, 30_00)
    assert life.settle(START).amount == 2_970_00
    life.reverse(first)
    assert life.status == "active"
    assert life.ledger.receivable == 30_00
    assert life.ledger.interest_income == 0


def test_reversal_of_the_latest_payment_restores_what_was_owed_before():
    life, same = loan(), loan()
    for other in (life, same):
        other.repay(day("01-20"), 400_00)
    payment = life.repay(day("02-20"), 3_000_00)
    life.reverse(payment)
    assert life.view(day("03-05")) == same.view(day("03-05"))


def test_reversal_of_an_earlier_payment_allocates_the_later_one_anew():
    life = loan()
    first = life.repay(day("02-01"), 888_49)
    life.repay(day("03-01"), 888_49)
    life.reverse(first)
    # The payment of 1 March now pays the instalment of 1 February: 100.00 interest, 788.49 principal.
    assert life.splits == [Split(principal=788_49, interest=100_00)]
    view = life.view(day("03-01"))
    assert view.next_due.due == day("03-01")
    assert view.payoff.total == 10_000_00 + 200_00 - 888_49
