"""Limits how often a session may refresh: exact across processes, without an additional statement.

The times of the last refreshes are a column of the session's row, which a refresh reads and updates anyway. The update
has the condition that the row still has the token that was read, so no other refresh changed the log in between.
"""

from datetime import UTC, datetime, timedelta

from core.clock import whole_seconds
from core.ratelimit.rate import rates_of

_DIGITS = 11  # hexadecimal, milliseconds since 1970: enough until 2527
MAX_REFRESHES = 250  # that a setting may allow in a window
LENGTH = MAX_REFRESHES * _DIGITS  # characters of a log, newest first


def seconds_until_allowed(log: str, moment: datetime) -> int:
    """Whole seconds until the session with this log may refresh; 0 when it may now."""
    at, wait = _millis(moment), 0
    for rate in rates_of("refresh"):
        oldest = log[(rate.count - 1) * _DIGITS :][:_DIGITS]
        left = int(oldest, 16) + rate.seconds * 1000 - at if oldest else 0
        if left > 0:
            wait = max(wait, whole_seconds(left / 1000))
    return wait


def one_more(log: str, moment: datetime) -> str:
    """The log with this refresh added, and without those that have left every window."""
    rates = rates_of("refresh")
    at, longest = _millis(moment), max(rate.seconds for rate in rates) * 1000
    kept = [log[start : start + _DIGITS] for start in range(0, len(log), _DIGITS)]
    kept = [stamp for stamp in kept if int(stamp, 16) + longest > at]
    return "".join([f"{at:0{_DIGITS}x}", *kept])[: max(rate.count for rate in rates) * _DIGITS]


def _millis(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
