"""Compares what the product shows of a loan with the model. Amounts are minor units; None is what was not read."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.loans.model.calendar import Day
from tests.loans.model.life import Life
from tests.loans.model.projection import Due, Overdue, View


@dataclass(frozen=True)
class ShownRow:
    """A row of the product's `schedule/`. `status` is "paid", "late" or anything else."""

    number: int
    due: Day
    principal: int
    interest: int
    total: int
    balance_after: int
    paid: int
    status: str


@dataclass(frozen=True)
class ShownPayment:
    """A payment that is not reversed, from the product's `payments/`."""

    amount: int
    principal: int
    interest: int
    fees: int
    penalties: int


@dataclass(frozen=True)
class ShownPayoff:
    """The product's `payoff/`."""

    principal: int
    interest: int
    fees: int
    penalties: int
    total: int


@dataclass(frozen=True)
class Snapshot:
    """What the product shows of a loan on a day, with the balances of a bank that has no other loan."""

    status: str
    outstanding: int
    interest_paid: int
    next_due: Due | None
    overdue: Overdue | None
    schedule: list[ShownRow] | None = None
    payoff: ShownPayoff | None = None
    later_payoff: tuple[Day, ShownPayoff] | None = None
    payments: list[ShownPayment] | None = None
    ledger: dict[str, int] | None = None


def differences(life: Life, today: Day, shown: Snapshot) -> list[str]:
    """Each figure in which the product differs from the model, as a line."""
    return [
        f"{name}: the product shows {actual}, the model {expected}"
        for name, actual, expected in _pairs(life, today, shown)
        if actual != expected
    ]


def _pairs(life: Life, today: Day, shown: Snapshot) -> Iterator[tuple[str, object, object]]:
    view, ledger = life.view(today), life.ledger
    yield "status", shown.status, life.status
    yield "outstanding_principal", shown.outstanding, ledger.receivable
    yield "interest_paid", shown.interest_paid, ledger.interest_income
    if life.status == "active":
        yield "next_due", shown.next_due, view.next_due
        yield "overdue", shown.overdue, view.overdue
        yield from _payoff_pairs("payoff", shown.payoff, view)
        if shown.later_payoff is not None:
            day, payoff = shown.later_payoff
            yield from _payoff_pairs(f"payoff on {day}", payoff, life.view(day))
    if life.status != "written_off" and shown.schedule is not None:
        compared = _flat_schedule_pairs if life.terms.method == "flat" else _schedule_pairs
        yield from compared(shown.schedule, view)
        yield from _balance_pairs(shown.schedule, life.terms.amount)
    if shown.payments is not None:
        yield from _payment_pairs(shown.payments, life)
    if shown.ledger is not None:
        for name, expected in vars(ledger).items():
            yield f"ledger, {name}", shown.ledger.get(name, 0), expected


def _payoff_pairs(name: str, shown: ShownPayoff | None, view: View) -> Iterator[tuple[str, object, object]]:
    if shown is not None:
        for part in ("principal", "interest", "fees", "penalties", "total"):
            yield f"{name}, {part}", getattr(shown, part), getattr(view.payoff, part)


def _schedule_pairs(shown: list[ShownRow], view: View) -> Iterator[tuple[str, object, object]]:
    """Paid rows are compared by date and status only: how they show extra principal is open (question 8)."""
    yield "schedule, number of rows", len(shown), len(view.schedule)
    for row, expected in zip(shown, view.schedule, strict=False):
        name = f"schedule, row {expected.number}"
        yield f"{name}, due_date", str(row.due), str(expected.due)
        yield f"{name}, status", _status(row), expected.status
        if expected.status != "paid":
            for part in ("principal", "interest", "total", "balance_after", "paid"):
                yield f"{name}, {part}", getattr(row, part), getattr(expected, part)


def _flat_schedule_pairs(shown: list[ShownRow], view: View) -> Iterator[tuple[str, object, object]]:
    """A row that is paid ahead keeps its total in the product (question 13): what is left of each row is compared."""
    left = [(str(row.due), row.interest, row.total - row.paid, _status(row)) for row in shown]
    expected = [(str(row.due), row.interest, row.total - row.paid, row.status) for row in view.schedule]
    yield (
        "schedule, what is left",
        [row for row in left if row[-1] != "paid"],
        [row for row in expected if row[-1] != "paid"],
    )


def _balance_pairs(shown: list[ShownRow], amount: int) -> Iterator[tuple[str, object, object]]:
    """Each balance is the one before less the principal of the row; the last is zero."""
    balances = [amount, *(row.balance_after for row in shown)]
    for row, before in zip(shown, balances, strict=False):
        yield f"schedule, row {row.number}, balance_after", row.balance_after, before - row.principal
    yield "schedule, last balance", balances[-1], 0


def _status(row: ShownRow) -> str:
    return row.status if row.status in {"paid", "late"} else "open"


def _payment_pairs(shown: list[ShownPayment], life: Life) -> Iterator[tuple[str, object, object]]:
    """After a reversal only the sums are compared: how later payments show their new split is open (question 23)."""
    expected = [
        ShownPayment(payment.amount, split.principal, split.interest, payment.fees, split.penalties)
        for payment, split in zip(life.standing, life.splits, strict=True)
    ]
    if any(payment.is_reversed for payment in life.payments):
        for part in ("amount", "principal", "interest", "fees", "penalties"):
            total = sum(getattr(payment, part) for payment in shown)
            yield f"payments, sum of {part}", total, sum(getattr(payment, part) for payment in expected)
    else:
        yield "payments", shown, expected
