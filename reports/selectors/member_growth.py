"""How many members joined in each month."""

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncMonth

from core.dates import Month
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
    total = members().filter(date_joined__lt=period.since).count()
    joined_in_period = members().filter(date_joined__gte=period.since, date_joined__lt=period.before)
    by_month = joined_in_period.annotate(month=TruncMonth("date_joined")).values_list("month").order_by("month")
    rows = []
    for month, joined in by_month.annotate(joined=Count("id")):
        total += joined
        rows.append(MemberGrowth(month.date(), joined, total))
    return ReportResult(rows, JoinedCount(sum(row.joined for row in rows)))
