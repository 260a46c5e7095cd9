"""The days of a loan: when instalments fall due, and how many days of interest lie between two dates."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

THIRTY_360 = "30/360"  # months of 30 days in a year of 360
ACTUAL_365 = "actual/365"  # calendar days in a year of 365, also in leap years


def add_months(day: date, months: int, anchor_day: int = 0) -> date:
    """The date some months later, on the anchor day (by default the same day) or the month's last.

    Raises ValueError beyond the year 9999.
    """
    years, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, index + 1, min(anchor_day or day.day, monthrange(years, index + 1)[1]))


def due_dates(first: date, count: int, anchor_day: int = 0) -> list[date]:
    """Monthly from the first, on the anchor day (by default the day of the first) or the month's last.

    31 Jan, 28 Feb, 31 Mar. Raises ValueError beyond the year 9999.
    """
    return [first, *(add_months(first, month, anchor_day) for month in range(1, count))]


def year_days(day_count: str) -> int:
    """How many days an annual rate is for."""
    return 360 if day_count == THIRTY_360 else 365


def days_between(day_count: str, since: date, until: date) -> int:
    """Days of interest from `since` to `until`: 30E/360 (the 31st counts as the 30th), or the calendar's."""
    if day_count == ACTUAL_365:
        return (until - since).days
    return 30 * _months_between(since, until) + min(until.day, 30) - min(since.day, 30)


def period_days(day_count: str, disbursed_on: date, dues: Sequence[date]) -> list[int]:
    """Days of interest in each period. In 30/360 a month between two due dates has 30, even from 31 Jan to 28 Feb."""
    if day_count == ACTUAL_365:
        return [(until - since).days for since, until in pairwise([disbursed_on, *dues])]
    months = whole_months(disbursed_on, dues[0])
    first = days_between(day_count, disbursed_on, dues[0]) if months is None else 30 * months
    return [first] + [30] * (len(dues) - 1)


def whole_months(since: date, until: date) -> int | None:
    """The number of months from `since` to `until` if that is a whole number, such as 31 Jan to 28 Feb; else None."""
    months = _months_between(since, until)
    return months if add_months(since, months) == until else None


def _months_between(since: date, until: date) -> int:
    return 12 * (until.year - since.year) + until.month - since.month
