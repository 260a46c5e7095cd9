"""Fees, write-offs and recoveries, and random lives that keep all invariants."""

from fractions import Fraction
from random import Random

import pytest

from tests.loans.model.calendar import Day
from tests.loans.model.generator import apply, random_terms, steps
from tests.loans.model.invariants import broken
from tests.loans.model.life import Ledger, Life
from tests.loans.model.terms import Terms

START = Day(2024, 1, 1)


def loan(**terms):
    return Life(Terms(1_200_00, Fraction(12), 12, START, **terms))


def test_disbursement_fee_is_refunded_for_the_days_left_on_early_payoff():
    life = loan(disbursement_fee=36_60)
    assert life.ledger.disbursement_fees == 36_60
    payment = life.settle(Day(2024, 7, 1))  # 184 of 366 days are left
    assert -life.received_fees == 18_40
    assert (life.ledger.disbursement_fees, life.ledger.member) == (18_20, 1_200_00 - 36_60)
    life.reverse(payment)
    assert life.ledger.disbursement_fees == 36_60


def test_disbursement_fee_is_kept_where_the_loan_is_repaid_on_its_last_due_date():
    life = loan(disbursement_fee=36_60)
    life.settle(Day(2025, 1, 1))
    assert life.received_fees == 0


def test_write_off_books_the_principal_only_and_recoveries_are_not_interest():
    life = loan()
    life.repay(Day(2024, 2, 1), 106_62)
    life.write_off(Day(2024, 6, 1))
    life.recover(100_00)
    assert life.status == "written_off"
    assert life.ledger == Ledger(0, 12_00, 0, 0, 1_105_38, 100_00, 1_200_00)


def test_reversed_write_off_is_owed_with_the_interest_of_the_time_between():
    life, same = loan(), loan()
    life.write_off(Day(2024, 6, 1))
    life.reverse_write_off()
    assert life.view(Day(2024, 8, 1)) == same.view(Day(2024, 8, 1))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_random_lives_keep_every_invariant_after_every_step(seed):
    random = Random(seed)
    for _ in range(15):
        life = Life(random_terms(random))
        assert broken(life, life.terms.disbursed_on) == []
        for step in steps(life, random, 12):
            apply(life, step)
            assert broken(life, step.day) == [], (life.terms, step)
