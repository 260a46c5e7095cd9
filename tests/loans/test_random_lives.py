"""Random lives of loans, played on the product and on the independent model, and compared after each step.

`LOAN_LIVES=5000` plays more lives (default 300): on the domain code where slow tests run, every 30th over HTTP too. A
difference is printed with the terms and all steps. Whether the product or the model is wrong is decided from the
documents; what they leave open is in `tests/loans/model/README.md`.
"""

import os
from itertools import pairwise

import pytest

from tests.loans.api_bank import ApiBank
from tests.loans.domain_bank import DomainBank
from tests.loans.model.calendar import Day
from tests.loans.model.rounding import round_half_even
from tests.loans.random_lives import play_life, play_until_early_reversal, terms_of_seed

pytestmark = pytest.mark.slow

LIVES = int(os.environ.get("LOAN_LIVES", "300"))
REVERSALS = 300  # lives that are played up to the reversal of an earlier payment


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(0, LIVES, 30))
def test_product_and_model_agree_after_every_step_of_a_random_life(clock, seed):
    terms = terms_of_seed(seed)
    differences = play_life(ApiBank(clock, terms.disbursed_on), terms, seed)
    assert not differences, differences


@pytest.mark.parametrize("count", [60, pytest.param(LIVES, marks=pytest.mark.slow)])
def test_domain_code_and_model_agree_after_every_step_of_random_lives(count):
    lives = (play_life(DomainBank(), terms_of_seed(seed), seed) for seed in range(count))
    assert [differences for differences in lives if differences] == []


@pytest.mark.slow
def test_sums_are_right_after_the_reversal_of_an_earlier_payment_and_after_the_payoff_that_follows():
    broken, reversals = [], 0
    for seed in range(REVERSALS):
        bank, terms = DomainBank(), terms_of_seed(seed)
        if not play_until_early_reversal(bank, terms, seed):
            continue
        reversals += 1
        after_reversal = bank.broken_money_rules()
        if terms.method != "flat" and terms.overdue_interest:
            assert bank.on(bank.today).accrual.total == accrued_interest(bank, terms), seed
        bank.settle()
        broken += [(seed, rule) for rule in (*after_reversal, *bank.broken_money_rules())]
    assert broken == []
    assert reversals > 20


def accrued_interest(bank, terms):
    """The interest to today on the principal that the payments that stand have left, by the calendar of the model."""
    today = Day.parse(str(bank.today))
    dues = terms.due_dates[: len(bank.rows)]
    paid_on = [Day.parse(str(payment.day)) for payment in bank.payments]  # interest is rounded on all these days
    days = sorted({terms.disbursed_on, today, *paid_on, *(day for day in dues if day < today)})
    total = 0
    for start, end in pairwise(days):
        paid = sum(
            payment.split.principal
            for payment, day in zip(bank.payments, paid_on, strict=True)
            if payment.reversed_on is None and day <= start
        )
        factor = terms.factor if start < dues[-1] else terms.factor_after_maturity
        total += round_half_even((terms.amount - paid) * factor(start, end))
    return total
