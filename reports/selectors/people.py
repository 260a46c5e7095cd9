"""Reads people for the reports: names of staff, and members who joined by month."""

from datetime import datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth

from transactions.ledger.selectors import ever_staff_ids
from users.selectors import full_names, members


def names_of_staff() -> dict[int, str]:
    """`{id: full name}` of all who are or were at the counter."""
    return full_names(ever_staff_ids())


def growth_by_month(since: datetime, before: datetime) -> list[tuple[str, int, int]]:
    """`(month, joined in it, members at its end)` for each month of the period in which members joined."""
    total = members().filter(date_joined__lt=since).count()
    within = members().filter(date_joined__gte=since, date_joined__lt=before).annotate(month=TruncMonth("date_joined"))
    rows = []
    for month, joined in within.values_list("month").order_by("month").annotate(joined=Count("id")):
        total += joined
        rows.append((f"{month:%Y-%m}", joined, total))
    return rows
