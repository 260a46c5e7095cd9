"""Totals of transactions by day, type and person: stored for past days, aggregated live for the days since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Max, Min, Sum, When

from core.dates import bank_day, days_between, end_of_day, last_day_before, start_of_day, today
from core.db.buckets import bucket_number
from core.db.transactions import require_transaction
from core.money import MinorUnits
from transactions.ledger.selectors import ever_staff_ids
from transactions.models import BalanceSnapshot, DailyTotal, Transaction

MANY_DAYS = 400  # a request may ask for thousands of years


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
    since = _rolled_up_until() or _first_booking()
    if since is None:
        return
    for day in days_between(bank_day(since), bank_day(before)):  # one by one: the first run may have years of them
        totals = _aggregate_live(["day", "kind", "staff_id"], start_of_day(day), end_of_day(day))
        columns = ("day", "kind", "staff_id", "count", "amount")
        rows = [DailyTotal(**dict(zip(columns, row, strict=True))) for row in totals]
        DailyTotal.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def _totals(by: list[str], since: datetime, before: datetime, **which: Any) -> list[tuple[list[Any], list[int]]]:
    """Reads the end of the stored totals first, so that a day that is stored at the same time is not added twice."""
    until = min(_rolled_up_until() or since, before)
    stored = DailyTotal.objects.filter(day__gte=bank_day(since), day__lt=bank_day(until), **which)
    rows = list(stored.order_by().values_list(*by).annotate(n=Sum("count"), total=Sum("amount")))
    rows += _aggregate_live(by, max(since, until), before, **which)
    sums: dict[tuple[Any, ...], list[int]] = {}
    for *key, count, amount in rows:
        so_far = sums.setdefault(tuple(key), [0, 0])
        so_far[0] += int(count)
        so_far[1] += int(amount)
    return [(list(key), both) for key, both in sorted(sums.items())]


def _aggregate_live(by: list[str], since: datetime, before: datetime, **which: Any) -> list[tuple[Any, ...]]:
    """The columns of `by`, of which `day` can only be the first, and the count and sum of each group."""
    rows = Transaction.objects.filter(booked_at__gte=since, booked_at__lt=before).order_by()
    if "staff_id" in by:
        by_staff = When(created_by__in=list(ever_staff_ids()), then=F("created_by_id"))
        rows = rows.annotate(staff_id=Case(by_staff, default=0)).filter(**which)
    sums = {"n": Count("id"), "total": Sum("amount")}
    if "day" not in by:
        return list(rows.values_list(*by).annotate(**sums))
    days = _days_to_group(since, before)
    if not days:
        return []
    rows = rows.annotate(day=bucket_number("booked_at", [start_of_day(day) for day in days]))
    return [(days[number], *others) for number, *others in rows.values_list(*by).annotate(**sums)]


def _days_to_group(since: datetime, before: datetime) -> list[date]:
    """The whole days of a period; of a long one, those in which something can be booked."""
    first, end = bank_day(since), last_day_before(before) + timedelta(days=1)
    if (end - first).days > MANY_DAYS:
        booked = _first_booking()
        first = max(first, bank_day(booked)) if booked else end
        # A day more: the database's clock, which bounds booking times, may be ahead of this server's.
        end = min(end, today() + timedelta(days=2))
    return list(days_between(first, end))


def _rolled_up_until() -> datetime | None:
    latest: datetime | None = BalanceSnapshot.objects.aggregate(latest=Max("before"))["latest"]
    return latest


def _first_booking() -> datetime | None:
    first: datetime | None = Transaction.objects.aggregate(first=Min("booked_at"))["first"]
    return first
