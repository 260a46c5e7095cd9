"""Days in UTC: their bounds, and the present day."""

from datetime import UTC, date, datetime, time, timedelta

from core.clock import now


def today() -> date:
    """The present day."""
    return now().date()


def start_of_day(day: date) -> datetime:
    """The first instant of the day."""
    return datetime.combine(day, time(), UTC)


def end_of_day(day: date) -> datetime:
    """The first instant of the day that follows."""
    return start_of_day(day + timedelta(days=1))
