"""Totals of transactions by day, type and person: stored for past days, aggregated live for the days since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Max, Min, Sum, When
from django.db.models.functions import TruncDate

from core.dates import start_of_day
from core.db.transactions import require_transaction
from core.money import MinorUnits
from transactions.ledger.selectors import ever_staff_ids
from transactions.models import BalanceSnapshot, DailyTotal, Transaction


@dataclass(frozen=True)
class DayTotal:
    """The total of one day and type."""

    day: date
    kind: str
    count: int
    amount: MinorUnits


@dataclass(frozen=True)
class PersonTotal:
    """The total of one person and type."""

    created_by_id: int
    kind: str
    count: int
    amount: MinorUnits


def totals_by_day(since: datetime, before: datetime) -> list[DayTotal]:
    """The totals of whole days, in order: the sums of stored and live figures."""
    return [DayTotal(*key, *sums) for key, sums in _totals(["day", "kind"], since, before)]


def totals_by_person(since: datetime, before: datetime, people: Iterable[int]) -> list[PersonTotal]:
    """The totals of each of these people in these whole days, in order."""
    totals = _totals(["staff_id", "kind"], since, before, staff_id__in=list(people))
    return [PersonTotal(*key, *sums) for key, sums in totals]


def roll_up_daily_totals(before: datetime) -> None:
    """Stores the totals of all earlier days that are not stored yet.

    It runs in the transaction that takes the snapshots: the latest snapshot marks the end of the stored totals. Raises
    TransactionManagementError outside a transaction.
    """
    require_transaction("roll_up_daily_totals()")
    since = _rolled_up_until() or _first_day()
    while since and since < before:  # day by day, because the first run may have years of them
        totals = _aggregate_live(["day", "kind", "staff_id"], since, since + timedelta(days=1))
        columns = ("day", "kind", "staff_id", "count", "amount")
        rows = [DailyTotal(**dict(zip(columns, row, strict=True))) for row in totals]
        DailyTotal.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        since += timedelta(days=1)


def _totals(by: list[str], since: datetime, before: datetime, **which: Any) -> list[tuple[list[Any], list[int]]]:
    """Reads the end of the stored totals first, so that a day that is stored at the same time is not added twice."""
    until = min(_rolled_up_until() or since, before)
    stored = DailyTotal.objects.filter(day__gte=since.date(), day__lt=until.date(), **which)
    rows = list(stored.order_by().values_list(*by).annotate(n=Sum("count"), total=Sum("amount")))
    rows += _aggregate_live(by, max(since, until), before, **which)
    sums: dict[tuple[Any, ...], list[int]] = {}
    for *key, count, amount in rows:
        so_far = sums.setdefault(tuple(key), [0, 0])
        so_far[0] += int(count)
        so_far[1] += int(amount)
    return [(list(key), both) for key, both in sorted(sums.items())]


def _aggregate_live(by: list[str], since: datetime, before: datetime, **which: Any) -> list[tuple[Any, ...]]:
    rows = Transaction.objects.filter(booked_at__gte=since, booked_at__lt=before).order_by()
    if "day" in by:
        rows = rows.annotate(day=TruncDate("booked_at"))
    if "staff_id" in by:
        by_staff = When(created_by__in=list(ever_staff_ids()), then=F("created_by_id"))
        rows = rows.annotate(staff_id=Case(by_staff, default=0)).filter(**which)
    return list(rows.values_list(*by).annotate(n=Count("id"), total=Sum("amount")))


def _rolled_up_until() -> datetime | None:
    latest: datetime | None = BalanceSnapshot.objects.aggregate(latest=Max("before"))["latest"]
    return latest


def _first_day() -> datetime | None:
    first: datetime | None = Transaction.objects.aggregate(first=Min("booked_at"))["first"]
    return start_of_day(first.date()) if first else None
