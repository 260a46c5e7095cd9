"""Since when loans are late, for lists of loans: the position after the last posting of each, found by its index."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, DateField, OuterRef, QuerySet, Subquery, When
from django.db.models.lookups import GreaterThan

from core.dates import today
from loans.enums import LoanStatus
from loans.models import Loan, LoanEvent, Repayment


def with_oldest_due(loans: QuerySet[Loan]) -> QuerySet[Loan]:
    """Adds `oldest_due`, the due date of the oldest instalment that is not paid; None where all are."""
    events = LoanEvent.objects.filter(loan=OuterRef("pk")).order_by("-transaction_id")
    payments = Repayment.objects.filter(loan=OuterRef("pk")).order_by("-transaction_id")
    last_payment, last_event = (Subquery(rows.values("transaction_id")[:1]) for rows in (payments, events))
    oldest_due = Case(
        When(GreaterThan(last_payment, last_event), then=Subquery(payments.values("oldest_due")[:1])),
        default=Subquery(events.values("oldest_due")[:1]),
        output_field=DateField(),
    )
    return loans.annotate(oldest_due=oldest_due)


def late_for(loans: QuerySet[Any], first: int, last: int | None) -> QuerySet[Any]:
    """Of loans with `oldest_due`, the active ones that are late for `first` to `last` days; None: no upper bound."""
    day = today()
    late: QuerySet[Any] = loans.filter(status=LoanStatus.ACTIVE, oldest_due__lte=day - timedelta(days=first))
    return late if last is None else late.filter(oldest_due__gte=day - timedelta(days=last))
