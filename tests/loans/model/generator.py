"""Random lives of loans: terms within the bounds of the API, and steps that members and staff may take."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Literal

from tests.loans.model.calendar import Day, add_days
from tests.loans.model.life import Life, Overpayment, Payment
from tests.loans.model.terms import Terms

Kind = Literal["wait", "repay", "settle", "reverse", "write_off", "recover", "reverse_write_off"]


@dataclass(frozen=True)
class Step:
    """What happens next: the day, the action, its amount, and which payment (by its place) is reversed."""

    day: Day
    kind: Kind
    amount: int = 0
    payment: int = -1


def random_terms(random: Random) -> Terms:
    """Terms of every method, day count and prepayment rule, some with grace, multiples, fees and a chosen first day."""
    months = random.choice((1, 2, 3, 6, 6, 12, 12, 18, 24))
    amount = random.choice((random.randrange(50_00, 20_000_00), random.randrange(1, 200) * 100_00))
    start = add_days(Day(2023, 1, 1), random.randrange(1200))
    terms = Terms(
        amount=amount,
        annual_rate=random.choice((Fraction(12), Fraction(0), Fraction(random.randrange(60_000_000), 1_000_000))),
        months=months,
        disbursed_on=start,
        method=random.choice(("declining_balance", "declining_balance", "equal_principal", "flat")),
        day_count=random.choice(("30/360", "actual/365")),
        multiple=random.choice((1, 1, 1_00, 5_00, 10_00, 50_00)),
        grace=random.choice((0, 0, random.randrange(months))),
        prepayment=random.choice(("shorter_term", "lower_instalment")),
        overdue_interest=random.random() < 0.8,
        late_fee=random.choice((0, random.randrange(1, 25_00))),
        late_fee_after_days=random.choice((0, 5, 15)),
        disbursement_fee=random.choice((0, random.randrange(1, amount // 20))),
    )
    first = add_days(start, random.randrange(1, 63)) if random.random() < 0.3 else None
    return replace(terms, first_due=first)


def steps(life: Life, random: Random, count: int) -> Iterator[Step]:
    """Up to `count` steps. The caller must apply each to the life before it asks for the next."""
    today = life.terms.disbursed_on
    for _ in range(count):
        today = _later(life, random, today)
        step = _step(life, random, today)
        yield step
        if life.status == "repaid" and random.random() < 0.5:
            return


def _later(life: Life, random: Random, today: Day) -> Day:
    """The same day, some days later, or a due date and the days around it."""
    due = life.view(today).next_due if life.status == "active" else None
    if due is not None and due.due > today and random.random() < 0.5:
        return max(today, add_days(due.due, random.choice((0, 0, 0, 1, 6))))
    return add_days(today, random.choice((0, 0, 1, random.randrange(15), random.randrange(15), random.randrange(70))))


def _step(life: Life, random: Random, today: Day) -> Step:
    if life.status == "written_off":
        return _step_after_write_off(life, random, today)
    if life.status == "repaid" or (life.standing and random.random() < 0.12):
        return Step(today, "reverse", payment=_payment_to_reverse(life, random))
    kinds: tuple[Kind, ...] = ("wait", "repay", "settle", "write_off")
    kind = random.choices(kinds, (15, 75, 6, 4))[0]
    if kind == "write_off" and life.state.balance == 0:
        kind = "settle"
    return Step(today, kind, _amount(life, random, today) if kind == "repay" else 0)


def _step_after_write_off(life: Life, random: Random, today: Day) -> Step:
    entry = life.write_off_entry
    assert entry is not None
    left = entry.principal - entry.recovered
    if entry.recovered == 0 and random.random() < 0.4:
        return Step(today, "reverse_write_off")
    if left and random.random() < 0.6:
        return Step(today, "recover", random.randrange(1, left + 1))
    return Step(today, "wait")


def _payment_to_reverse(life: Life, random: Random) -> int:
    """Mostly the latest standing payment, else any."""
    standing = [place for place, payment in enumerate(life.payments) if not payment.is_reversed]
    return standing[-1] if random.random() < 0.6 else random.choice(standing)


def _amount(life: Life, random: Random, today: Day) -> int:
    """The next instalment, a part or a multiple of it, anything up to the payoff, or more than is owed."""
    owed = life.view(today).payoff.total
    due = life.view(today).next_due
    assert due is not None
    return max(
        random.choice(
            (
                due.amount,
                due.amount,
                due.amount,
                random.randrange(1, due.amount + 1),
                min(due.amount * random.randrange(2, 5), owed),
                random.randrange(1, owed + 1),
                owed + random.randrange(1, 100_00),
            )
        ),
        1,
    )


def apply(life: Life, step: Step) -> Payment | Overpayment | None:
    """Plays a step on the model; returns what came of a payment."""
    match step.kind:
        case "repay":
            return life.repay(step.day, step.amount)
        case "settle":
            return life.settle(step.day)
        case "reverse":
            life.reverse(life.payments[step.payment])
        case "write_off":
            life.write_off(step.day)
        case "recover":
            life.recover(step.amount)
        case "reverse_write_off":
            life.reverse_write_off()
    return None
