"""Dates of the model: civil day numbers, months with an anchor day, and the two day counts.

It uses no date library, so that an error of one cannot be in both the product and the model.

30/360 is 30E/360 (ISDA 2006 section 4.16(g), "Eurobond basis"): the 31st counts as the 30th at both ends, February
keeps its own days. It is the difference of one function of the two days, so the parts of a period always add up to the
period; those of the US variant (NASD) do not.
"""

from fractions import Fraction
from typing import Literal, NamedTuple

DayCount = Literal["30/360", "actual/365"]
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Day(NamedTuple):
    """A civil day of the Gregorian calendar. Days compare in order of time."""

    year: int
    month: int
    day: int

    @classmethod
    def parse(cls, text: str) -> "Day":
        """The day of a text such as `2024-02-29`."""
        year, month, day = text.split("-")
        return cls(int(year), int(month), int(day))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def month_length(year: int, month: int) -> int:
    """The number of days of a month."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and is_leap else _LENGTHS[month - 1]


def day_number(day: Day) -> int:
    """Days since 0000-03-01. Years begin in March here, so that the leap day is the last day of a year."""
    year = day.year - (day.month <= 2)
    month = (day.month - 3) % 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day.day - 1


def days_between(start: Day, end: Day) -> int:
    """The number of calendar days from `start` to `end`."""
    return day_number(end) - day_number(start)


def add_days(day: Day, days: int) -> Day:
    """The day `days` days later; `days` is not negative."""
    year, month, number = day.year, day.month, day.day + days
    while number > month_length(year, month):
        number -= month_length(year, month)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return Day(year, month, number)


def add_months(day: Day, months: int, anchor: int) -> Day:
    """The day `anchor` of the month `months` months later, or the last day of that month if it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return Day(year, month, min(anchor, month_length(year, month)))


def days_30_360(start: Day, end: Day) -> int:
    """Days from `start` to `end` in months of thirty days (30E/360)."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return 30 * months + min(end.day, 30) - min(start.day, 30)


def year_fraction(day_count: DayCount, start: Day, end: Day) -> Fraction:
    """The part of a year from `start` to `end`."""
    if day_count == "30/360":
        return Fraction(days_30_360(start, end), 360)
    return Fraction(days_between(start, end), 365)
