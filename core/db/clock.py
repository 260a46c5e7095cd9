"""The database's clock: no booking is later than its time, and a server whose own clock differs cannot post."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from core.exceptions import ClockError

# The time at which the expression is evaluated: after the wait for a locked row. UTC_TIMESTAMP would be the start of
# the statement, which may be earlier than bookings that were committed during the wait.
_EXPRESSIONS = {"mysql": "SYSDATE(6)", "sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"}


def time_expression(vendor: str) -> str:
    """The present time in the SQL of a database, in UTC; for statements with a list of parameters."""
    return _EXPRESSIONS[vendor]


def to_utc(value: Any) -> datetime:
    """The value of `time_expression` as a datetime.

    Tests that override the time replace this function, because they cannot change the database's time.
    """
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC)


def database_time(using: BaseDatabaseWrapper | None = None) -> datetime:
    """Reads the database's time: one query."""
    using = using or connection
    with using.cursor() as cursor:
        cursor.execute(f"SELECT {time_expression(using.vendor)}", [])
        return to_utc(cursor.fetchone()[0])


def clock_difference(database: datetime) -> timedelta:
    """How far this server's clock is ahead of the database's time, which was read a moment ago."""
    return timezone.now() - database


def is_within_limit(difference: timedelta) -> bool:
    """Whether two clocks agree to `MAX_CLOCK_DIFFERENCE` seconds."""
    return abs(difference) <= timedelta(seconds=settings.MAX_CLOCK_DIFFERENCE)


def check_clock(database: datetime) -> None:
    """Compares this server's clock with the database's time, which was read a moment ago. Raises ClockError."""
    difference = clock_difference(database)
    if not is_within_limit(difference):
        raise ClockError(
            reason=f"this server's clock reads {(database + difference).isoformat()}, the database's "
            f"{database.isoformat()}: they differ by more than {settings.MAX_CLOCK_DIFFERENCE} s, or the answer "
            "took that long"
        )
