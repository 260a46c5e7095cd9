"""Exact limits in the database: an attempt is counted by one atomic statement, and can be refunded.

DRF's throttles read, then write: 16 to 41 of 50 simultaneous requests pass a limit of 5. Here the check is in the WHERE
of the UPDATE that counts, so that for any number of processes and servers exactly `count` attempts pass in any period
of `seconds`. Needed for attempts that attackers repeat (passwords); elsewhere use `core.ratelimit.approximate`.

A window may have several rates, which share one log of attempts. Several windows need as many statements as one.
"""

import hmac
from collections.abc import Sequence

from django.db.models import Value
from django.db.models.functions import Replace

from core.clock import now
from core.exceptions import Throttled
from core.keys import Purpose, derive
from core.models import Limit
from core.ratelimit.logs import MAX_LOG, RateLimitKey, add, longest_wait, new_stamp, push, read, rows_of
from core.ratelimit.rate import rates_of

MAX_COUNT = 1000  # attempts that a setting may allow in a window

__all__ = [
    "MAX_COUNT",
    "RateLimitKey",
    "acquire",
    "clean_up",
    "rate_limit_key",
    "record_hit",
    "release",
]


def rate_limit_key(scope: str, *subject: str | int, times: int = 1) -> RateLimitKey:
    """The window of `scope` (a name in `DEFAULT_THROTTLE_RATES`) for one subject, with `times` the count."""
    text = "\x1f".join([scope, *map(str, subject)])
    key = hmac.digest(derive(Purpose.LIMITS), text.encode(), "sha256").hex()
    return RateLimitKey(key, tuple(rate.times(times, most=MAX_LOG) for rate in rates_of(scope)))


def acquire(*windows: RateLimitKey, unless_full: Sequence[RateLimitKey] = ()) -> str:  # guard: limit-take
    """Counts an attempt in all of the windows or in none, and returns its stamp for `release`.

    Raises Throttled, with the longest wait, if the limit of one of them, or of `unless_full`, which are only read, is
    reached. The caller's transaction must then be rolled back, because some windows may have counted the attempt.
    """
    moment, left = now(), list(windows)
    logs = read([*left, *unless_full])
    stamp = new_stamp(moment, logs)
    for _ in range(2):  # a second time where a row was changed or deleted between the two statements
        wait = longest_wait([*left, *unless_full], logs, now())  # others may have taken since `moment`
        if wait:
            raise Throttled(retry_after=wait)
        missing = [window for window in left if window.key not in logs]
        if missing:
            add(missing, "", moment)
        if push(left, stamp, moment) == len(left):
            return stamp
        logs = read([*left, *unless_full])
        left = [window for window in left if stamp not in logs.get(window.key, "")]
    raise Throttled(retry_after=max(1, longest_wait(left, logs, now())))


def release(stamp: str, *windows: RateLimitKey) -> None:
    """Undoes one `acquire` in these windows."""
    rows_of(windows).update(log=Replace("log", Value(stamp), Value("")))


def record_hit(*windows: RateLimitKey) -> None:
    """Counts an attempt, also above the limit."""
    moment = now()
    add(windows, new_stamp(moment, {}), moment)


def clean_up(batch: int) -> int:
    """Deletes up to `batch` rows without an attempt inside its period; returns how many."""
    keys = list(Limit.objects.filter(expires_at__lte=now()).values_list("key", flat=True)[:batch])
    deleted, _ = Limit.objects.filter(key__in=keys, expires_at__lte=now()).delete()
    return deleted
