"""Random lives of loans, played on the product and on the independent model of `tests/loans/model`, compared each step.

`LOAN_LIVES=5000` plays more lives. A difference is printed with the terms and all steps. Whether the product or the
model is wrong is decided from the documents; what they leave open is in `tests/loans/model/README.md`.
"""

import os
from dataclasses import replace
from random import Random

import pytest

from tests.loans.api_bank import ApiBank, minor
from tests.loans.model.apr import loan_apr
from tests.loans.model.calendar import Day, add_days, days_between
from tests.loans.model.compare import differences
from tests.loans.model.generator import apply, random_terms, steps
from tests.loans.model.invariants import broken
from tests.loans.model.life import Life, Overpayment
from tests.loans.model.schedule import planned_rows

LIVES = int(os.environ.get("LOAN_LIVES", "0"))
STEPS = 8
FIRST_DAY = Day(2026, 3, 2)  # the day after that of the fixture `clock`, which never goes back
PARTS = ("schedule", "payoff", "later_payoff", "payments", "ledger")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not LIVES, reason="the product does not have these operations yet; LOAN_LIVES=20 plays 20 lives"
    ),
]


def terms_of_seed(seed):
    """Random terms that begin within three years after the first day."""
    terms = random_terms(Random(seed))
    start = add_days(FIRST_DAY, Random(seed).randrange(1000))
    first = terms.first_due and add_days(start, days_between(terms.disbursed_on, terms.first_due))
    return replace(terms, disbursed_on=start, first_due=first)


def quote_differences(terms, quote):
    """The figures of the quote that differ from the model."""
    rows = planned_rows(terms)
    interest = sum(row.interest for row in rows)
    expected = {
        "instalment": rows[min(terms.grace, len(rows) - 1)].total,
        "last_instalment": rows[-1].total,
        "total_interest": interest,
        "total_fees": terms.disbursement_fee,
        "total_payable": terms.amount + interest + terms.disbursement_fee,
    }
    shown = {name: minor(quote[name]) for name in expected}
    shown["apr"], expected["apr"] = quote["apr"], str(loan_apr(terms, rows))
    names = ("principal", "interest", "total")
    shown["rows"] = [tuple(minor(row[name]) for name in names) for row in quote["schedule"]]
    expected["rows"] = [(row.principal, row.interest, row.total) for row in rows]
    return [
        f"quote, {name}: {shown[name]}, model {expected[name]}" for name in expected if shown[name] != expected[name]
    ]


def play(bank, life, step):
    """Plays a step on both; returns a line if only one of them refuses it, or with another payoff."""
    outcome = apply(life, step)
    match step.kind:
        case "repay":
            refused = bank.repay(step.amount)
            expected = outcome.settlement_amount if isinstance(outcome, Overpayment) else None
            return [] if refused == expected else [f"overpayment: {refused}, model {expected}"]
        case "reverse":
            bank.reverse(step.payment)
        case "recover":
            bank.recover(step.amount)
        case "settle" | "write_off" | "reverse_write_off":
            getattr(bank, step.kind)()
    return []


@pytest.mark.parametrize("seed", range(LIVES))
def test_product_and_model_agree_after_every_step_of_a_random_life(clock, seed):
    random, terms = Random(seed), terms_of_seed(seed)
    bank, life, played = ApiBank(clock, terms.disbursed_on), Life(terms), []
    found = quote_differences(terms, bank.open(terms))
    for number, step in enumerate(steps(life, random, STEPS)):
        bank.go_to(step.day)
        played.append(step)
        found += play(bank, life, step)
        # Each request takes some milliseconds: two of the parts after each step, all of them after the last.
        parts = PARTS if number == STEPS - 1 else random.sample(PARTS, 2)
        shown = bank.read(parts, add_days(step.day, random.randrange(100)))
        found += [*differences(life, step.day, shown), *broken(life, step.day)]
        assert not found, "\n".join([f"seed {seed}: {terms}", *map(str, played), *found])
