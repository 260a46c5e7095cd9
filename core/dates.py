"""Days in UTC: their bounds, and the present day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from core.clock import now

# The type of a dataclass field that holds a month; renderers tell it from a day by this type.
Month = Annotated[date, "the first day of a month"]


def today() -> date:
    """The present day."""
    return now().date()


def start_of_day(day: date) -> datetime:
    """The first instant of the day."""
    return datetime.combine(day, time(), UTC)


def end_of_day(day: date) -> datetime:
    """The first instant of the day that follows."""
    return start_of_day(day + timedelta(days=1))
