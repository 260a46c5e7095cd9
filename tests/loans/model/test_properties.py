"""Properties of every loan: paid to plan, paid in parts, reversed; and its interest against the exact integral."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from tests.loans.model.calendar import add_days
from tests.loans.model.generator import random_terms
from tests.loans.model.life import Life
from tests.loans.model.schedule import planned_rows

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_loan_paid_on_every_due_date_follows_its_quote(seed):
    terms = random_terms(Random(seed))
    life, rows = Life(terms), planned_rows(terms)
    for row, due in zip(rows, terms.due_dates, strict=False):
        if row.total:
            shown = life.view(due).next_due
            assert (shown.due, shown.amount) == (due, row.total)
            life.repay(due, row.total)
            assert (life.splits[-1].principal, life.splits[-1].interest) == (row.principal, row.interest)
    assert life.status == "repaid"
    assert life.received_fees == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_payment_in_two_parts_on_one_day_equals_one_payment(seed):
    random = Random(seed)
    terms = random_terms(random)
    one, two = Life(terms), Life(terms)
    day = add_days(terms.disbursed_on, random.randrange(100))
    amount = random.randrange(2, max(one.view(day).payoff.total, 3))
    part = random.randrange(1, amount)
    one.repay(day, amount)
    two.repay(day, part)
    two.repay(day, amount - part)
    later = add_days(day, 50)
    # A lower instalment is calculated twice then, each time from what is owed after the part.
    if terms.prepayment == "shorter_term" or terms.method == "flat":
        assert one.view(later) == two.view(later)
    assert one.ledger == two.ledger


@pytest.mark.parametrize("seed", SEEDS)
def test_reversal_of_every_payment_leaves_the_loan_as_it_was_disbursed_but_for_roundings_of_interest(seed):
    random = Random(seed)
    terms = random_terms(random)
    life, day = Life(terms), terms.disbursed_on
    for _ in range(3):
        day = add_days(day, random.randrange(40))
        if life.status == "active":
            life.repay(day, random.randrange(1, life.view(day).payoff.total + 1))
    for payment in random.sample(life.payments, len(life.payments)):
        life.reverse(payment)
    owed, expected = life.view(day).payoff, Life(terms).view(day).payoff
    assert abs(owed.interest - expected.interest) <= len(life.payments)
    assert replace(owed, interest=0) == replace(expected, interest=0)
    assert life.ledger == Life(terms).ledger


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_interest_differs_from_the_exact_integral_by_less_than_its_roundings(seed):
    """On the outstanding principal alone, stretch by stretch, without instalments: half a unit for each rounding."""
    random = Random(seed)
    terms = random_terms(random)
    life, day, exact, stretches = Life(terms), terms.disbursed_on, Fraction(0), 0
    while terms.method != "flat" and terms.overdue_interest and life.status == "active" and stretches < 60:
        dues = [row.due for row in life.view(day).schedule]
        until = min([due for due in dues if due > day], default=add_days(day, 30))
        if random.random() < 0.5:
            until = min(until, add_days(day, random.randrange(1, 20)))
        factor = terms.factor if day < dues[-1] else terms.factor_after_maturity
        exact += life.state.balance * factor(day, until)
        day, stretches = until, stretches + 1
        assert abs(life.view(day).interest_accrued - exact) <= Fraction(stretches, 2)
        if random.random() < 0.5:
            life.repay(day, random.randrange(1, life.view(day).payoff.total // 4 + 2))
