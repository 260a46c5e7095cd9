"""The days of a loan: when instalments fall due, and how many days of interest lie between two dates."""

from datetime import date
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from loans.enums import DayCount


def due_dates(first: date, count: int) -> list[date]:
    """Monthly from the first, on its day or the month's last: 31 Jan, 28 Feb, 31 Mar.

    Raises ValueError beyond the year 9999.
    """
    return [first + relativedelta(months=month) for month in range(count)]


def year_days(day_count: DayCount) -> int:
    """How many days an annual rate is for."""
    return 360 if day_count == DayCount.THIRTY_360 else 365


def days_between(day_count: DayCount, since: date, until: date) -> int:
    """Days of interest from `since` to `until`: 30E/360 (the 31st counts as the 30th), or the calendar's."""
    if day_count == DayCount.ACTUAL_365:
        return (until - since).days
    return 30 * _months_between(since, until) + min(until.day, 30) - min(since.day, 30)


def period_days(day_count: DayCount, disbursed_on: date, dues: list[date]) -> list[int]:
    """Days of interest in each period. In 30/360 a month between two due dates has 30, even from 31 Jan to 28 Feb."""
    if day_count == DayCount.ACTUAL_365:
        return [(until - since).days for since, until in pairwise([disbursed_on, *dues])]
    return [_first_period_days(disbursed_on, dues[0])] + [30] * (len(dues) - 1)


def _first_period_days(disbursed_on: date, first_due: date) -> int:
    months = _months_between(disbursed_on, first_due)
    if disbursed_on + relativedelta(months=months) == first_due:
        return 30 * months
    return days_between(DayCount.THIRTY_360, disbursed_on, first_due)


def _months_between(since: date, until: date) -> int:
    return 12 * (until.year - since.year) + until.month - since.month
