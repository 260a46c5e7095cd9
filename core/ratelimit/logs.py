"""The rows of exact limits: reading their logs and adding to them, one statement for any number of windows.

Only `core.ratelimit.exact` uses this. Every statement takes the rows in the order of their keys, so two never deadlock.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from core.clock import whole_seconds
from core.models import Limit
from core.ratelimit.rate import Rates

_DIGITS = 16  # microseconds since 1970, enough until 2286
_STAMP = _DIGITS + 5  # and four hex digits that tell two tries of one microsecond apart, and an end mark
MAX_LOG = 3000  # tries that a log can hold: 63,000 of the 65,535 bytes of a TEXT column in MariaDB and MySQL

Logs = dict[str, str]  # by key, of the windows that have a row


@dataclass(frozen=True)
class RateLimitKey:
    """A limit on one subject: who or what is counted, and how often it may. All of its rates apply."""

    key: str
    rates: Rates

    @property
    def length(self) -> int:
        """Characters of the log that matter: the rate of the highest count needs the most."""
        return max(rate.count for rate in self.rates) * _STAMP


def new_stamp(moment: datetime, logs: Logs) -> str:
    """A try of this moment, as logs have it, that none of these logs has."""
    while True:
        stamp = f"{_micros(moment):0{_DIGITS}d}{secrets.token_hex(2)};"
        if not any(stamp in log for log in logs.values()):
            return stamp


def rows_of(windows: Iterable[RateLimitKey]) -> QuerySet[Limit]:
    """Their rows."""
    return Limit.objects.filter(key__in=sorted(window.key for window in windows))


def read(windows: Iterable[RateLimitKey]) -> Logs:
    """The logs of all of them."""
    return dict(rows_of(windows).values_list("key", "log"))


def longest_wait(windows: Iterable[RateLimitKey], logs: Logs, moment: datetime) -> int:
    """Whole seconds until each of the windows has a try free; 0 when they have one now."""
    return max((_wait(window, logs.get(window.key, ""), moment) for window in windows), default=0)


def push(windows: Sequence[RateLimitKey], stamp: str, moment: datetime) -> int:
    """Adds the stamp to those of the windows that have a row and a try free; returns to how many.

    Written out, as is `add`: to build the same text every time takes Django longer than the database to run it.
    """
    windows = sorted(windows, key=lambda window: window.key)
    keys, key = [window.key for window in windows], connection.ops.quote_name("key")
    room = _by_key(windows, lambda window: _has_room(window, moment))  # guard: limit-condition
    log = _cut(_joined("%s", "log"), windows)
    expiry = _by_key(windows, lambda _: "%s")
    expiries = [part for window in windows for part in (window.key, _expiry(window, moment))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE limits SET log = {log}, expires_at = {expiry} "  # noqa: S608 (no text from outside)
            f"WHERE {key} IN ({_marks(keys)}) AND {room}",
            [stamp, *keys, *expiries, *keys, *keys],
        )
        return int(cursor.rowcount)


def add(windows: Sequence[RateLimitKey], stamp: str, moment: datetime) -> None:
    """Adds the stamp, which may be empty, to the windows whether or not they have room; makes rows that are missing.

    This locks a row that somebody else has just made for the UPDATE that follows; INSERT IGNORE takes a shared lock,
    and two who then both update would deadlock.
    """
    windows = sorted(windows, key=lambda window: window.key)
    mysql, key = connection.vendor == "mysql", connection.ops.quote_name("key")
    new = "VALUES({})" if mysql else "excluded.{}"
    log = _cut(_joined(new.format("log"), "limits.log"), windows)
    conflict = "DUPLICATE KEY UPDATE" if mysql else f"CONFLICT ({key}) DO UPDATE SET"
    places = ", ".join(["(%s, %s, %s)"] * len(windows))
    rows = [part for window in windows for part in (window.key, stamp, _expiry(window, moment))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO limits ({key}, log, expires_at) VALUES {places} "  # noqa: S608 (no text from outside)
            f"ON {conflict} log = {log}, expires_at = {new.format('expires_at')}",
            [*rows, *(window.key for window in windows)],
        )


def _has_room(window: RateLimitKey, moment: datetime) -> str:
    """The time of the n-th newest try: while it lies inside the period, all n are used. Empty if there is none."""
    return " AND ".join(
        f"SUBSTR(log, {(rate.count - 1) * _STAMP + 1}, {_DIGITS}) <= '{_cutoff(rate.seconds, moment)}'"
        for rate in window.rates
    )


def _cut(log: str, windows: Sequence[RateLimitKey]) -> str:
    return f"SUBSTR({log}, 1, {_by_key(windows, lambda window: str(window.length))})"


def _by_key(windows: Sequence[RateLimitKey], value: Callable[[RateLimitKey], str]) -> str:
    """The value of each row's window; the keys are parameters."""
    cases = " ".join(f"WHEN %s THEN {value(window)}" for window in windows)
    return f"CASE limits.{connection.ops.quote_name('key')} {cases} END"


def _joined(first: str, second: str) -> str:
    return f"CONCAT({first}, {second})" if connection.vendor == "mysql" else f"({first} || {second})"


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _expiry(window: RateLimitKey, moment: datetime) -> Any:
    """When a try of this moment no longer matters to any of the rates, as the database takes it."""
    end = moment + timedelta(seconds=max(rate.seconds for rate in window.rates))
    return connection.ops.adapt_datetimefield_value(end)


def _wait(window: RateLimitKey, log: str, moment: datetime) -> int:
    """Until for each rate the n-th newest try has left the period."""
    wait = 0
    for rate in window.rates:
        oldest = log[(rate.count - 1) * _STAMP :][:_DIGITS]
        if oldest > _cutoff(rate.seconds, moment):
            wait = max(wait, whole_seconds((int(oldest) - _micros(moment)) / 1_000_000 + rate.seconds))
    return wait


def _cutoff(seconds: int, moment: datetime) -> str:
    return f"{_micros(moment) - seconds * 1_000_000:0{_DIGITS}d}"


def _micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
