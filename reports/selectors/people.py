"""Reads people for the reports: names of staff, and how many members joined when."""

from datetime import datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth

from core.authorization.roles import Role
from transactions.ledger.selectors import ever_staff_ids
from users.models import User


def names_of_staff() -> dict[int, str]:
    """`{id: full name}` of all who are or were at the counter."""
    return dict(User.objects.filter(pk__in=ever_staff_ids()).values_list("pk", "full_name"))


def growth_by_month(since: datetime, before: datetime) -> list[tuple[str, int, int]]:
    """`(month, joined in it, members at its end)` for each month of the period in which somebody joined."""
    members = User.objects.filter(role=Role.MEMBER)
    total = members.filter(date_joined__lt=since).count()
    within = members.filter(date_joined__gte=since, date_joined__lt=before).annotate(month=TruncMonth("date_joined"))
    rows = []
    for month, joined in within.values_list("month").order_by("month").annotate(joined=Count("id")):
        total += joined
        rows.append((f"{month:%Y-%m}", joined, total))
    return rows
