"""Totals of transactions by day, type and person: stored for past days, aggregated live for the days since.

Stored totals contain nothing that a recount would not give: a posting counts for a person if the person's role at
that time handled cash (docs/adr/0014-closed-days.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Max, Min, Sum, Value, When
from django.db.models.functions import Coalesce

from core.dates import bank_day, days_between, end_of_day, last_day_before, start_of_day, today
from core.db.buckets import bucket_number
from core.db.transactions import require_transaction
from core.money import MinorUnits
from transactions.ledger.selectors import counter_periods
from transactions.models import DailyTotal, Transaction

MANY_DAYS = 400  # a request may ask for thousands of years
_REVERSED = "reversed_kind"  # the annotation of transactions for the column `reverses`
_KEYS = ("day", "kind", "reverses", "staff_id")


@dataclass(frozen=True)
class DayTotal:
    """The total of one day and type; `reverses` is the type of what reversals have reversed."""

    day: date
    kind: str
    count: int
    amount: MinorUnits
    reverses: str | None = None


@dataclass(frozen=True)
class PersonTotal:
    """The total of one person and type; `reverses` is the type of what reversals have reversed."""

    created_by_id: int
    kind: str
    count: int
    amount: MinorUnits
    reverses: str | None = None


def totals_by_day(since: datetime, before: datetime) -> list[DayTotal]:
    """The totals of whole days, in order: the sums of stored and live figures."""
    totals = _totals(["day", "kind", "reverses"], since, before)
    return [DayTotal(day, kind, *sums, reverses or None) for (day, kind, reverses), sums in totals]


def totals_by_person(since: datetime, before: datetime, people: Iterable[int]) -> list[PersonTotal]:
    """The totals of each of these people in these whole days, in order."""
    totals = _totals(["staff_id", "kind", "reverses"], since, before, staff_id__in=list(people))
    return [PersonTotal(person, kind, *sums, reverses or None) for (person, kind, reverses), sums in totals]


def roll_up_daily_totals(before: datetime) -> None:
    """Stores the totals of all earlier days that are not stored yet.

    It runs in one transaction: the latest stored day marks the end of the stored totals. Raises
    TransactionManagementError outside a transaction.
    """
    require_transaction("roll_up_daily_totals()")
    since = _first_booking(_rolled_up_until())
    if since is None:
        return
    for day in days_between(bank_day(since), bank_day(before)):  # one by one: the first run may have years of them
        DailyTotal.objects.bulk_create(count_days(day, day), ignore_conflicts=True, batch_size=1000)


def count_days(first: date, last: date) -> list[DailyTotal]:
    """The totals of some days from their transactions, not saved."""
    totals = _aggregate_live(list(_KEYS), start_of_day(first), end_of_day(last))
    return [DailyTotal(**dict(zip((*_KEYS, "count", "amount"), row, strict=True))) for row in totals]


def _totals(by: list[str], since: datetime, before: datetime, **which: Any) -> list[tuple[list[Any], tuple[int, int]]]:
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
    return [(list(key), (both[0], both[1])) for key, both in sorted(sums.items())]


def _aggregate_live(by: list[str], since: datetime, before: datetime, **which: Any) -> list[tuple[Any, ...]]:
    """The columns of `by`, of which `day` can only be the first, and the count and sum of each group."""
    rows = Transaction.objects.filter(booked_at__gte=since, booked_at__lt=before).order_by()
    if "staff_id" in by:
        rows = rows.annotate(staff_id=_staff_id()).filter(**which)
    by = [_REVERSED if name == "reverses" else name for name in by]
    rows = rows.annotate(**{_REVERSED: Coalesce("reverses__kind", Value(""))})
    sums = {"n": Count("id"), "total": Sum("amount")}
    if "day" not in by:
        return list(rows.values_list(*by).annotate(**sums))
    days = _days_to_group(since, before)
    if not days:
        return []
    rows = rows.annotate(day=bucket_number("booked_at", [start_of_day(day) for day in days]))
    return [(days[number], *others) for number, *others in rows.values_list(*by).annotate(**sums)]


def _staff_id() -> Case:
    """Who posted a transaction, if the role of that time handled cash; otherwise 0."""
    periods = counter_periods()
    always = [period.user_id for period in periods if period.since is None and period.before is None]
    cases = [When(created_by__in=always, then=F("created_by_id"))]
    for period in periods:
        bounds = {"booked_at__gte": period.since, "booked_at__lt": period.before}
        given = {name: moment for name, moment in bounds.items() if moment is not None}
        if given:
            cases.append(When(created_by=period.user_id, **given, then=F("created_by_id")))
    return Case(*cases, default=0)


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
    latest: date | None = DailyTotal.objects.aggregate(latest=Max("day"))["latest"]
    return None if latest is None else end_of_day(latest)


def _first_booking(since: datetime | None = None) -> datetime | None:
    rows = Transaction.objects.all() if since is None else Transaction.objects.filter(booked_at__gte=since)
    first: datetime | None = rows.aggregate(first=Min("booked_at"))["first"]
    return first
