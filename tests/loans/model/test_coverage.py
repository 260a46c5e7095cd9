"""The random lives contain every situation that the model and the product have rules for."""

from collections import Counter
from random import Random

import pytest

from tests.loans.model.generator import apply, random_terms, steps
from tests.loans.model.life import Life, Overpayment, Payment
from tests.loans.random_lives import STEPS


def situations(life, step, outcome):
    """The names of the situations that a step has led to."""
    state, terms, shown = life.state, life.terms, life.view(step.day)
    yield step.kind
    yield f"terms: {terms.method}, {terms.day_count}, {terms.prepayment}"
    yield f"{terms.method}, overdue interest {terms.overdue_interest}"
    yield from (name for name in ("grace", "late_fee", "disbursement_fee", "first_due") if getattr(terms, name))
    yield f"the loan is {life.status}"
    if isinstance(outcome, Overpayment):
        yield "a payment is refused"
    if isinstance(outcome, Payment) and step.kind == "repay":
        yield from _payments(life, step, outcome)
    if step.kind == "reverse":
        reversed_one = life.payments[step.payment]
        later = [payment for payment in life.standing if payment.day > reversed_one.day]
        yield "an earlier payment is reversed" if later else "the latest payment is reversed"
    if shown.overdue and life.status == "active":
        yield f"late instalments: {min(shown.overdue.instalments, 3)}"
        if step.day > state.rows[-1].due:
            yield "the loan is late after its last due date"
    if life.received_fees:
        yield "a fee is refunded"
    if life.ledger.late_fees:
        yield "a late fee is paid"


def _payments(life, step, payment):
    if payment.amount < step.amount:
        yield "an instalment above the payoff pays the payoff"
    current = life.state.current(step.day)
    if life.status == "active" and current is not None and current.is_settled:
        yield "a payment goes beyond the current instalment"


@pytest.mark.slow
def test_random_lives_contain_every_situation():
    seen = Counter()
    for seed in range(300):
        random = Random(seed)
        life = Life(random_terms(random))
        for step in steps(life, random, STEPS):
            seen.update(situations(life, step, apply(life, step)))
    assert len([name for name in seen if name.startswith("terms:")]) == 3 * 2 * 2
    assert len([name for name in seen if "overdue interest" in name]) == 3 * 2
    assert set(seen) >= {
        "wait", "repay", "settle", "reverse", "write_off", "recover", "reverse_write_off",
        "grace", "late_fee", "disbursement_fee", "first_due",
        "the loan is active", "the loan is repaid", "the loan is written_off",
        "a payment is refused", "an instalment above the payoff pays the payoff",
        "a payment goes beyond the current instalment",
        "the latest payment is reversed", "an earlier payment is reversed",
        "late instalments: 1", "late instalments: 2", "late instalments: 3",
        "the loan is late after its last due date", "a fee is refunded", "a late fee is paid",
    }  # fmt: skip
    assert min(seen.values()) >= 5, seen
