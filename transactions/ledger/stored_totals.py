"""Checks that the stored totals of past days are those of a recount."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max, Min

from core.dates import bank_day
from transactions.ledger.daily_totals import count_days
from transactions.models import DailyTotal, Transaction

DAYS = 100  # days in one query

Totals = dict[tuple[date, str, str, int], tuple[int, int]]  # by day, type, reversed type and person: count and amount


def find_wrong_total() -> str | None:
    """A message about the first stored total that is not that of the transactions; None where there is none."""
    bounds = DailyTotal.objects.aggregate(first=Min("day"), last=Max("day"))
    if bounds["last"] is None:
        return None
    booked = Transaction.objects.aggregate(first=Min("booked_at"))["first"]
    first = bounds["first"] if booked is None else min(bounds["first"], bank_day(booked))
    while first <= bounds["last"]:
        last = min(first + timedelta(days=DAYS - 1), bounds["last"])
        stored, counted = _totals(DailyTotal.objects.filter(day__range=(first, last))), _totals(count_days(first, last))
        wrong = sorted(stored.items() ^ counted.items())
        if wrong:
            day, kind, _, staff_id = wrong[0][0]
            return f"Stored total of {day}, {kind}, user {staff_id}: it is not that of the transactions."
        first = last + timedelta(days=1)
    return None


def _totals(rows: Iterable[DailyTotal]) -> Totals:
    return {(row.day, row.kind, row.reverses, row.staff_id): (int(row.count), int(row.amount)) for row in rows}
