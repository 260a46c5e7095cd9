"""Plays one random life on a bank and on the model, and compares them after each step.

A bank is an object with the methods of `ApiBank` that are used here. Another one can play the same lives on the
product's domain code, without HTTP and database (see `model/README.md`).
"""

from dataclasses import replace
from random import Random

from tests.loans.api_bank import minor
from tests.loans.model.apr import loan_apr
from tests.loans.model.calendar import Day, add_days, days_between
from tests.loans.model.compare import differences
from tests.loans.model.generator import apply, random_terms, steps
from tests.loans.model.invariants import broken
from tests.loans.model.life import Life, Overpayment
from tests.loans.model.schedule import planned_rows

FIRST_DAY = Day(2026, 3, 2)  # the day after that of the fixture `clock`, which never goes back
STEPS = 8
PARTS = ("loan", "schedule", "payoff", "later_payoff", "payments", "ledger")


def terms_of_seed(seed):
    """Random terms of a loan that is disbursed within three years after the first day."""
    terms = random_terms(Random(seed))
    start = add_days(FIRST_DAY, Random(seed).randrange(1000))
    first = terms.first_due and add_days(start, days_between(terms.disbursed_on, terms.first_due))
    return replace(terms, disbursed_on=start, first_due=first)


def play_life(bank, terms, seed, count=STEPS):
    """Plays a life; returns the differences with the terms and steps that led to them, or an empty text."""
    random, life, played = Random(seed), Life(terms), []
    found = quote_differences(terms, bank.open(terms))
    for number, step in enumerate(steps(life, random, count)):
        if not is_comparable(life, step):
            break
        bank.go_to(step.day)
        played.append(step)
        found += play(bank, life, step)
        # A request takes some milliseconds: two of the parts after each step, all of them after the last.
        parts = PARTS if number == count - 1 else random.sample(PARTS, 2)
        shown = bank.read(parts, add_days(step.day, random.randrange(100)))
        found += [*differences(life, step.day, shown), *broken(life, step.day)]
        if found:
            break
    return "\n".join([f"seed {seed}: {terms}", *map(str, played), *found]) if found else ""


def is_comparable(life, step):
    """Whether the model and the product follow the same rules for what this step does.

    They do not for the reversal of a payment that later ones followed (question 23 of `model/README.md`): a life ends
    before such a step.
    """
    return step.kind != "reverse" or life.payments[step.payment] is life.standing[-1]


def play_until_early_reversal(bank, terms, seed, count=STEPS):
    """Plays a life up to the reversal of a payment that later ones followed; returns whether there was one."""
    life = Life(terms)
    bank.open(terms)
    for step in steps(life, Random(seed), count):
        bank.go_to(step.day)
        if not is_comparable(life, step):
            bank.reverse(step.payment)
            return True
        play(bank, life, step)
    return False


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
    parts = ("principal", "interest", "total")
    shown["schedule"] = [(row["due_date"], *(minor(row[part]) for part in parts)) for row in quote["schedule"]]
    days = [str(day) for day in terms.due_dates]
    expected["schedule"] = [(day, row.principal, row.interest, row.total) for day, row in zip(days, rows, strict=False)]
    return [
        f"quote, {name}: the product shows {shown[name]}, the model {figure}"
        for name, figure in expected.items()
        if shown[name] != figure
    ]


def play(bank, life, step):
    """Plays a step on both; returns a line if only one of them refuses it, or with another payoff."""
    outcome = apply(life, step)
    match step.kind:
        case "repay":
            refused = bank.repay(step.amount)
            expected = outcome.settlement_amount if isinstance(outcome, Overpayment) else None
            return [] if refused == expected else [f"overpayment: the product shows {refused}, the model {expected}"]
        case "reverse":
            bank.reverse(step.payment)
        case "recover":
            bank.recover(step.amount)
        case "settle" | "write_off" | "reverse_write_off":
            getattr(bank, step.kind)()
    return []
