"""The bank's days, which are days of `BANK_TIME_ZONE`: the present day, the bounds of a day, the day of an instant.

Instants are UTC everywhere. Only this module turns an instant into a day, and never SQL.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from core.clock import now
from core.db.time_zone import bank_calendar

# The type of a dataclass field that holds a month; renderers tell it from a day by this type.
Month = Annotated[date, "the first day of a month"]


def today() -> date:
    """The present day."""
    return bank_day(now())


def bank_day(moment: datetime) -> date:
    """The day that contains the instant."""
    return bank_calendar().day_at(moment)


def start_of_day(day: date) -> datetime:
    """The first instant of the day, in the bank's time zone: whole days may be added to it."""
    return bank_calendar().start_of_day(day)


def end_of_day(day: date) -> datetime:
    """The first instant of the day that follows."""
    return start_of_day(day + timedelta(days=1))


def last_day_before(moment: datetime) -> date:
    """The last day of a period that ends before the instant."""
    return bank_day(moment.astimezone(UTC) - timedelta(microseconds=1))


def days_between(first: date, before: date) -> Iterator[date]:
    """The days from the first to before another one."""
    for number in range((before - first).days):
        yield first + timedelta(days=number)


def in_bank_time(moment: datetime) -> datetime:
    """The instant in the bank's time zone, for people who read it: pages of the staff site, PDF documents."""
    return moment.astimezone(bank_calendar().zone)
