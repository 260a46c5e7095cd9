"""Reads and writes the rows of exact limits, with one statement for any number of windows.

Only `core.ratelimit.exact` uses this module. All statements use the rows in the order of their keys, so that they do
not deadlock.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from core.clock import whole_seconds
from core.db.deferred import execute_deferred
from core.metrics.values import OTHER
from core.ratelimit.rate import Rates

_DIGITS = 16  # microseconds since 1970, enough until 2286
_STAMP = _DIGITS + 5  # and four hex digits that distinguish attempts of one microsecond, and an end mark
MAX_LOG = 3000  # attempts that fit into a log: 63,000 of the 65,535 bytes of a TEXT column in MariaDB and MySQL

_WITHOUT = "REPLACE(log, %s, '')"

Logs = dict[str, str]  # log by key, for windows that have a row


@dataclass(frozen=True)
class RateLimitKey:
    """A limit on one subject: the subject that is counted, and its rates, which all apply.

    `retry_after` is the wait of a refusal in whole seconds, where it is not the time until the next attempt is allowed.
    `scope` is the name of the limit.
    """

    key: str
    rates: Rates
    retry_after: int | None = None
    scope: str = OTHER

    @property
    def length(self) -> int:
        """The number of characters of the log that are needed, by the rate with the highest count."""
        return max(rate.count for rate in self.rates) * _STAMP


def new_stamp(moment: datetime, logs: Logs) -> str:
    """The log entry of an attempt at this moment, which none of these logs has yet."""
    while True:
        stamp = f"{_micros(moment):0{_DIGITS}d}{secrets.token_hex(2)};"
        if not any(stamp in log for log in logs.values()):
            return stamp


def read(windows: Iterable[RateLimitKey]) -> Logs:
    """The logs of these windows."""
    keys, key = _sorted_keys(windows), connection.ops.quote_name("key")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, log FROM limits WHERE {key} IN ({_marks(keys)})", keys)  # noqa: S608 (our own names)
        return dict(cursor.fetchall())


def longest_wait(windows: Iterable[RateLimitKey], logs: Logs, moment: datetime) -> int:
    """Whole seconds until all of the windows allow an attempt; 0 if they do now."""
    return max((_wait(window, logs.get(window.key, ""), moment) for window in windows), default=0)


def push(windows: Sequence[RateLimitKey], stamp: str, moment: datetime) -> int:
    """Adds the stamp to the windows that have a row and allow an attempt; returns to how many.

    Written out, as all statements of this module: Django takes longer to build the same text every time (155 µs for
    `read`) than the database to run it.
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
    """Adds the stamp, which may be empty, to the windows even above their limits; inserts missing rows.

    It locks a row that another transaction has just inserted, for the UPDATE that follows. INSERT IGNORE would take a
    shared lock, and two transactions that then update the row would deadlock. It needs no result, so it is sent with
    the next statement of the transaction.
    """
    windows = sorted(windows, key=lambda window: window.key)
    mysql, key = connection.vendor == "mysql", connection.ops.quote_name("key")
    new = "VALUES({})" if mysql else "excluded.{}"
    log = _cut(_joined(new.format("log"), "limits.log"), windows)
    conflict = "DUPLICATE KEY UPDATE" if mysql else f"CONFLICT ({key}) DO UPDATE SET"
    places = ", ".join(["(%s, %s, %s)"] * len(windows))
    rows = [part for window in windows for part in (window.key, stamp, _expiry(window, moment))]
    execute_deferred(
        f"INSERT INTO limits ({key}, log, expires_at) VALUES {places} "  # noqa: S608 (no text from outside)
        f"ON {conflict} log = {log}, expires_at = {new.format('expires_at')}",
        [*rows, *(window.key for window in windows)],
    )


def remove(windows: Sequence[RateLimitKey], stamp: str, emptied: Sequence[RateLimitKey]) -> None:
    """Removes the stamp from the logs of these windows, and everything from those of `emptied`."""
    keys, key = _sorted_keys([*windows, *emptied]), connection.ops.quote_name("key")
    if not keys:
        return
    whole = [window.key for window in emptied]
    log = f"CASE WHEN {key} IN ({_marks(whole)}) THEN '' ELSE {_WITHOUT} END" if whole else _WITHOUT
    execute_deferred(
        f"UPDATE limits SET log = {log} WHERE {key} IN ({_marks(keys)})",  # noqa: S608 (no text from outside)
        [*whole, stamp, *keys],
    )


def _sorted_keys(windows: Iterable[RateLimitKey]) -> list[str]:
    return sorted({window.key for window in windows})


def _has_room(window: RateLimitKey, moment: datetime) -> str:
    """An SQL condition: the n-th newest attempt is not inside the period (its time is empty if there is none)."""
    return " AND ".join(
        f"SUBSTR(log, {(rate.count - 1) * _STAMP + 1}, {_DIGITS}) <= '{_cutoff(rate.seconds, moment)}'"
        for rate in window.rates
    )


def _cut(log: str, windows: Sequence[RateLimitKey]) -> str:
    return f"SUBSTR({log}, 1, {_by_key(windows, lambda window: str(window.length))})"


def _by_key(windows: Sequence[RateLimitKey], value: Callable[[RateLimitKey], str]) -> str:
    """An SQL expression with the value for each row's window; the keys are parameters."""
    cases = " ".join(f"WHEN %s THEN {value(window)}" for window in windows)
    return f"CASE limits.{connection.ops.quote_name('key')} {cases} END"


def _joined(first: str, second: str) -> str:
    return f"CONCAT({first}, {second})" if connection.vendor == "mysql" else f"({first} || {second})"


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _expiry(window: RateLimitKey, moment: datetime) -> Any:
    """When an attempt at this moment has left all periods, as a database value."""
    end = moment + timedelta(seconds=max(rate.seconds for rate in window.rates))
    return connection.ops.adapt_datetimefield_value(end)


def _wait(window: RateLimitKey, log: str, moment: datetime) -> int:
    """Whole seconds until the n-th newest attempt of each rate has left its period."""
    wait = 0
    for rate in window.rates:
        oldest = log[(rate.count - 1) * _STAMP :][:_DIGITS]
        if oldest > _cutoff(rate.seconds, moment):
            wait = max(wait, whole_seconds((int(oldest) - _micros(moment)) / 1_000_000 + rate.seconds))
    return window.retry_after if wait and window.retry_after else wait


def _cutoff(seconds: int, moment: datetime) -> str:
    return f"{_micros(moment) - seconds * 1_000_000:0{_DIGITS}d}"


def _micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
