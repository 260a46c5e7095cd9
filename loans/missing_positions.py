"""Writes the positions of loans that a server of an earlier release has posted, by the rules of that release.

A migration calls it with its own models, and `manage.py fill_loan_positions` with those of the present.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

DISBURSEMENT, WRITE_OFF, REVERSAL = "disbursement", "write_off", "reversal"
BATCH = 1000


def fill_missing_positions(apps: Any) -> int:
    """Writes what is missing of each disbursed loan; returns for how many loans.

    Disbursements that were reversed are not known any more: their loan has no link to them.
    """
    loans = apps.get_model("loans", "Loan").objects.exclude(disbursement=None).select_related("product")
    changed = [_fill(apps, loan) for loan in loans.order_by("pk").iterator(BATCH)]
    return sum(changed)


def _fill(apps: Any, loan: Any) -> bool:
    events, repayments = _positions(apps, loan)
    day = next(event.day for event in events if event.type == DISBURSEMENT)
    model = apps.get_model("loans", "LoanEvent")
    known = set(model.objects.filter(loan_id=loan.pk).values_list("transaction_id", flat=True))
    events = [event for event in events if event.transaction_id not in known]
    model.objects.bulk_create(events)
    names = ["booked_at", "day", "outstanding", "oldest_due"]
    apps.get_model("loans", "Repayment").objects.bulk_update(repayments, names, BATCH)
    if loan.disbursed_on is None:
        apps.get_model("loans", "Loan").objects.filter(pk=loan.pk).update(disbursed_on=day)
    return bool(events or repayments)


def _positions(apps: Any, loan: Any) -> tuple[list[Any], list[Any]]:
    """The events of a loan, and its repayments without a position with theirs."""
    transactions, event = apps.get_model("transactions", "Transaction").objects, apps.get_model("loans", "LoanEvent")
    rows = list(apps.get_model("loans", "DueInstalment").objects.filter(loan_id=loan.pk).order_by("number"))
    repayments = {
        row.transaction_id: row for row in apps.get_model("loans", "Repayment").objects.filter(loan_id=loan.pk)
    }
    own = {loan.disbursement_id, *repayments} | ({loan.write_off_id} - {None})
    principal = interest = 0
    written_off, events, placed = False, [], []
    for posting in sorted([*transactions.filter(pk__in=own), *transactions.filter(reverses_id__in=own)], key=_id):
        sign, original = (-1, posting.reverses_id) if posting.reverses_id else (1, posting.pk)
        if original in repayments:
            principal += sign * repayments[original].principal
            interest += sign * repayments[original].interest
        elif original == loan.write_off_id:
            written_off = sign > 0
        position = {
            "booked_at": posting.booked_at,
            "day": posting.value_date,
            "outstanding": 0 if written_off else loan.amount - principal,
            "oldest_due": _oldest_due(rows, principal, interest),
        }
        repayment = repayments.get(posting.pk)
        if repayment is None:
            kind = REVERSAL if sign < 0 else WRITE_OFF if posting.pk == loan.write_off_id else DISBURSEMENT
            facts = {"type": kind, "amount": posting.amount, "product_name": loan.product.name}
            events.append(event(loan_id=loan.pk, transaction_id=posting.pk, **facts, **position))
        elif repayment.booked_at is None:
            vars(repayment).update(position)
            placed.append(repayment)
    return events, placed


def _id(row: Any) -> int:
    return int(row.pk)


def _oldest_due(rows: Sequence[Any], principal: int, interest: int) -> date | None:
    """The due date of the first row that two sums, of principal and of interest, do not pay."""
    for row in rows:
        if row.principal_due > principal or row.interest_due > interest:
            due: date = row.due_date
            return due
    return None
