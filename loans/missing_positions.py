"""Writes the positions of loans that a server of an earlier release has posted, by the rules of that release.

A migration calls it with its own models, and `manage.py fill_loan_positions` with those of the present.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Q

DISBURSEMENT, WRITE_OFF, REVERSAL = "disbursement", "write_off", "reversal"
_TYPES = {"loan_disbursed": DISBURSEMENT, "loan_written_off": WRITE_OFF}  # by audit event
BATCH = 1000


def fill_missing_positions(apps: Any) -> int:
    """Writes what is missing of each loan that is or was disbursed; returns for how many loans.

    A disbursement or write-off that was reversed has no link on its loan any more: the audit log has it.
    """
    links = _audited_postings(apps)
    disbursed = Q(disbursement__isnull=False) | Q(pk__in=list(links))
    loans = apps.get_model("loans", "Loan").objects.filter(disbursed).select_related("product")
    changed = [_fill(apps, loan, links.get(loan.pk, {})) for loan in loans.order_by("pk").iterator(BATCH)]
    return sum(changed)


def _audited_postings(apps: Any) -> dict[int, dict[int, str]]:
    """By loan, its disbursements and write-offs in the audit log, also the reversed ones, with their types."""
    links: dict[int, dict[int, str]] = {}
    rows = apps.get_model("audit", "AuditEvent").objects.filter(event__in=list(_TYPES))
    for event in rows.order_by("pk").iterator(BATCH):
        links.setdefault(event.details["loan"], {})[event.details["transaction"]] = _TYPES[event.event]
    return links


def _fill(apps: Any, loan: Any, links: dict[int, str]) -> bool:
    events, repayments = _positions(apps, loan, links)
    model = apps.get_model("loans", "LoanEvent")
    known = set(model.objects.filter(loan_id=loan.pk).values_list("transaction_id", flat=True))
    events = [event for event in events if event.transaction_id not in known]
    model.objects.bulk_create(events)
    names = ["booked_at", "day", "outstanding", "oldest_due"]
    apps.get_model("loans", "Repayment").objects.bulk_update(repayments, names, BATCH)
    if loan.disbursement_id is not None and loan.disbursed_on is None:
        day = apps.get_model("transactions", "Transaction").objects.get(pk=loan.disbursement_id).value_date
        apps.get_model("loans", "Loan").objects.filter(pk=loan.pk).update(disbursed_on=day)
    return bool(events or repayments)


def _positions(apps: Any, loan: Any, links: dict[int, str]) -> tuple[list[Any], list[Any]]:
    """The events of a loan, and its repayments without a position with theirs."""
    transactions, event = apps.get_model("transactions", "Transaction").objects, apps.get_model("loans", "LoanEvent")
    repayments = {
        row.transaction_id: row for row in apps.get_model("loans", "Repayment").objects.filter(loan_id=loan.pk)
    }
    types = {**links, loan.disbursement_id: DISBURSEMENT, loan.write_off_id: WRITE_OFF}
    own = {*types, *repayments} - {None}
    debt, events, placed = _Debt(apps, loan), [], []
    for posting in sorted([*transactions.filter(pk__in=own), *transactions.filter(reverses_id__in=own)], key=_id):
        original = posting.reverses_id or posting.pk
        debt.book(posting, types.get(original), repayments.get(original))
        position = {
            "booked_at": posting.booked_at,
            "day": posting.value_date,
            "outstanding": debt.outstanding,
            "oldest_due": debt.oldest_due,
        }
        repayment = repayments.get(posting.pk)
        if repayment is None:
            kind = REVERSAL if posting.reverses_id else types[posting.pk]
            facts = {"type": kind, "amount": posting.amount, "product_name": loan.product.name}
            events.append(event(loan_id=loan.pk, transaction_id=posting.pk, **facts, **position))
        elif repayment.booked_at is None:
            vars(repayment).update(position)
            placed.append(repayment)
    return events, placed


class _Debt:
    """What is owed on a loan, posting by posting."""

    def __init__(self, apps: Any, loan: Any) -> None:
        self.loan = loan
        self.rows = list(apps.get_model("loans", "DueInstalment").objects.filter(loan_id=loan.pk).order_by("number"))
        self.disbursement: Any = None  # the one that is not reversed
        self.is_written_off = False
        self.principal = self.interest = 0

    def book(self, posting: Any, kind: str | None, repayment: Any) -> None:
        """Adds a posting, or the reversal of one of this type."""
        sign = -1 if posting.reverses_id else 1
        if repayment is not None:
            self.principal += sign * repayment.principal
            self.interest += sign * repayment.interest
        elif kind == WRITE_OFF:
            self.is_written_off = sign > 0
        elif kind == DISBURSEMENT:
            self.disbursement = posting if sign > 0 else None

    @property
    def outstanding(self) -> int:
        """The principal that is owed."""
        is_owed = self.disbursement is not None and not self.is_written_off
        return int(self.loan.amount - self.principal) if is_owed else 0

    @property
    def oldest_due(self) -> date | None:
        """When the oldest instalment is due that is not paid.

        The schedule of a disbursement that was reversed is lost: its first instalment was due a month later.
        """
        if self.disbursement is None:
            return None
        if self.disbursement.pk == self.loan.disbursement_id:
            return _oldest_due(self.rows, self.principal, self.interest)
        first_due: date = self.disbursement.value_date + relativedelta(months=1)
        return first_due


def _id(row: Any) -> int:
    return int(row.pk)


def _oldest_due(rows: Sequence[Any], principal: int, interest: int) -> date | None:
    """The due date of the first row that two sums, of principal and of interest, do not pay."""
    for row in rows:
        if row.principal_due > principal or row.interest_due > interest:
            due: date = row.due_date
            return due
    return None
