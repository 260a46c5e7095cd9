"""Exact limits in the database: a try is taken in one atomic statement, and can be given back.

DRF's throttles read, then write: 16 to 41 of 50 simultaneous requests pass a limit of 5. Here the check is
the WHERE of the UPDATE that takes, so that for any number of processes and servers exactly `count` pass in any
window of `seconds`. Needed where a try is worth attacking (passwords); elsewhere `core.ratelimit.approximate`.

A window may have several rates: one log of tries serves them all. Several windows cost as many statements as one.
"""

import hmac
from collections.abc import Sequence

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Replace

from core.clock import now
from core.exceptions import Throttled
from core.models import Limit
from core.ratelimit.logs import MAX_LOG, RateLimitKey, add, longest_wait, new_stamp, push, read, rows_of
from core.ratelimit.rate import rates_of

MAX_COUNT = 1000  # tries that a setting may allow in a window

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
    """The window of `scope` (a name in `DEFAULT_THROTTLE_RATES`) for one subject, which may `times` as often."""
    text = "\x1f".join([scope, *map(str, subject)])
    key = hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256").hex()
    return RateLimitKey(key, tuple(rate.times(times, most=MAX_LOG) for rate in rates_of(scope)))


def acquire(*windows: RateLimitKey, unless_full: Sequence[RateLimitKey] = ()) -> str:  # guard: limit-take
    """Takes one try from each of the windows or from none, and returns its stamp for `release`.

    Raises Throttled, with the longest wait, where one of them, or of `unless_full`, which are only looked at, has
    none left; the caller's transaction must end with it, because some of the windows may have been taken from.
    """
    moment, left = now(), list(windows)
    logs = read([*left, *unless_full])
    stamp = new_stamp(moment, logs)
    for _ in range(2):  # the second time where a row was freed or cleaned up between the two statements
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
    """Undoes one `acquire`, in these of its windows."""
    rows_of(windows).update(log=Replace("log", Value(stamp), Value("")))


def record_hit(*windows: RateLimitKey) -> None:
    """Counts a try that has happened, whether or not there is room for it."""
    moment = now()
    add(windows, new_stamp(moment, {}), moment)


def clean_up(batch: int) -> int:
    """Deletes up to `batch` rows whose last try has left its window; returns how many."""
    keys = list(Limit.objects.filter(expires_at__lte=now()).values_list("key", flat=True)[:batch])
    deleted, _ = Limit.objects.filter(key__in=keys, expires_at__lte=now()).delete()
    return deleted
