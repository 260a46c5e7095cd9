"""How many members joined in each month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Max, Min, Q

from core.dates import Month, bank_day, start_of_day
from core.db.buckets import bucket_number
from reports.definitions import Period, ReportResult
from users.selectors import members


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
    """The report of each month of the period in which members joined."""
    joined_before = members().filter(date_joined__lt=period.before)
    figures = joined_before.aggregate(
        earlier=Count("id", filter=Q(date_joined__lt=period.since)),
        first=Min("date_joined", filter=Q(date_joined__gte=period.since)),
        last=Max("date_joined", filter=Q(date_joined__gte=period.since)),
    )
    if figures["first"] is None:
        return ReportResult([], JoinedCount(0))
    total, rows = figures["earlier"], []
    months = list(_months(bank_day(figures["first"]), bank_day(figures["last"])))
    by_month = joined_before.filter(date_joined__gte=period.since).annotate(
        month=bucket_number("date_joined", [start_of_day(month) for month in months])
    )
    for number, joined in by_month.values_list("month").order_by("month").annotate(joined=Count("id")):
        total += joined
        rows.append(MemberGrowth(months[number], joined, total))
    return ReportResult(rows, JoinedCount(sum(row.joined for row in rows)))


def _months(first: date, last: date) -> Iterator[date]:
    """The first days of the months from that of one day to that of another."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month += relativedelta(months=1)
