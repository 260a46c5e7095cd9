"""How many members joined in each month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Max, Min, Q, QuerySet

from core.dates import Month, bank_day, start_of_day
from core.db.buckets import bucket_number
from reports.definitions import Period, ReportResult
from users.selectors import member_versions
from users.versions import UserVersion


@dataclass(frozen=True)
class MemberGrowth:
    """How many members joined in a month, and how many there are at its end."""

    month: Month
    joined: int
    members: int


@dataclass(frozen=True)
class JoinedCount:
    """How many members joined in all months."""

    joined: int


def member_growth(period: Period) -> ReportResult[MemberGrowth, JoinedCount]:
    """The report of each month of the period in which members joined.

    A version of a member that begins adds one to the members, and one that ends takes one away.
    """
    versions = member_versions()
    figures = versions.aggregate(
        earliest=Min("valid_from"),
        begun=Count("id", filter=Q(valid_from__lt=period.since)),
        ended=Count("id", filter=Q(valid_to__lt=period.since)),
        first=Min("valid_from", filter=Q(joined=True, valid_from__gte=period.since, valid_from__lt=period.before)),
        last=Max("valid_from", filter=Q(joined=True, valid_from__gte=period.since, valid_from__lt=period.before)),
    )
    if figures["first"] is None:
        return ReportResult([], JoinedCount(0))
    months = list(_months(max(period.first, bank_day(figures["earliest"])), bank_day(figures["last"])))
    begun, ended = (_by_month(versions, column, period, months) for column in ("valid_from", "valid_to"))
    joined = _by_month(versions.filter(joined=True), "valid_from", period, months)
    members, rows = figures["begun"] - figures["ended"], []
    for number, month in enumerate(months):
        members += begun.get(number, 0) - ended.get(number, 0)
        if number in joined:
            rows.append(MemberGrowth(month, joined[number], members))
    return ReportResult(rows, JoinedCount(sum(row.joined for row in rows)))


def _by_month(versions: QuerySet[UserVersion], column: str, period: Period, months: list[date]) -> dict[int, int]:
    """By the number of a month, how many versions begin or end in its part of the period."""
    before = min(period.before, start_of_day(months[-1] + relativedelta(months=1)))
    rows = versions.filter(**{f"{column}__gte": period.since, f"{column}__lt": before})
    rows = rows.annotate(month=bucket_number(column, [start_of_day(month) for month in months]))
    return dict(rows.values_list("month").order_by("month").annotate(n=Count("id")))


def _months(first: date, last: date) -> Iterator[date]:
    """The first days of the months from that of one day to that of another."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month += relativedelta(months=1)
