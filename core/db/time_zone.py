"""The time zone that the database records for the bank's days, and whether the setting agrees with it.

The setting could be changed by mistake, or differ between servers; what is stored by day (value dates, due dates,
daily totals) depends on it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from core.bank_calendar import BankCalendar, named_calendar
from core.clock import now
from core.exceptions import TimeZoneError
from core.models import BankTimeZone

_calendars: dict[str, BankCalendar] = {}  # by the value of the setting


@dataclass(frozen=True)
class RecordedTimeZone:
    """The zone, and the first day on which it applies; None if it applies to all days."""

    name: str = "UTC"
    first_day: date | None = None
    is_chosen: bool = False  # False for a bank that had postings before zones were recorded


def bank_calendar() -> BankCalendar:
    """The bank's days. The first call in a process reads the recorded zone, which then does not change.

    Raises TimeZoneError where BANK_TIME_ZONE differs from it.
    """
    name: str = settings.BANK_TIME_ZONE
    found = _calendars.get(name)
    if found is None:
        found = _calendars[name] = _read_calendar()
    return found


def is_time_zone_current(using: BaseDatabaseWrapper) -> bool:
    """Whether this process uses the zone that the database records now. Reads it, over this connection."""
    recorded = recorded_time_zone(using)
    used = _calendars.get(recorded.name)
    return recorded.name == settings.BANK_TIME_ZONE and (used is None or used.first_day == recorded.first_day)


def recorded_time_zone(using: BaseDatabaseWrapper = connection) -> RecordedTimeZone:
    """What the database records: one query."""
    with using.cursor() as cursor:
        cursor.execute("SELECT name, first_day FROM bank_time_zone", [])
        row: tuple[str, Any] | None = cursor.fetchone()
    if row is None:
        return RecordedTimeZone()
    name, first_day = row
    return RecordedTimeZone(name, date.fromisoformat(first_day) if isinstance(first_day, str) else first_day, True)


def record_time_zone(name: str, first_day: date | None) -> None:
    """Replaces what is recorded, in the caller's transaction."""
    BankTimeZone.objects.update_or_create(id=1, defaults={"name": name, "first_day": first_day, "recorded_at": now()})


def remove_recorded_time_zone() -> None:
    """Makes all days UTC days again, in the caller's transaction."""
    BankTimeZone.objects.all().delete()


def set_calendar(name: str, calendar: BankCalendar | None) -> None:
    """Replaces what this process knows of a zone, or forgets it (for tests)."""
    _calendars.pop(name, None)
    if calendar is not None:
        _calendars[name] = calendar


def _read_calendar() -> BankCalendar:
    recorded = recorded_time_zone()
    if recorded.name != settings.BANK_TIME_ZONE:
        raise TimeZoneError(
            reason=f"BANK_TIME_ZONE is {settings.BANK_TIME_ZONE}, but the database records {recorded.name} for the "
            f"bank's days: set BANK_TIME_ZONE={recorded.name}, or run `manage.py set_time_zone` where it may be changed"
        )
    return named_calendar(recorded.name, recorded.first_day)
