"""Exact limits in the database: an attempt is counted by one atomic statement, and can be refunded.

DRF's throttles read, then write: 16 to 41 of 50 simultaneous requests pass a limit of 5. Here the check is in the WHERE
of the UPDATE that counts, so that for any number of processes and servers exactly `count` attempts pass in any period
of `seconds`. Needed for attempts that attackers repeat (passwords); elsewhere use `core.ratelimit.approximate`.

A window may have several rates, which share one log of attempts. Several windows need as many statements as one.
"""

import hmac
from collections.abc import Sequence

from core.clock import now
from core.exceptions import Throttled
from core.keys import Purpose, derive
from core.metrics.definitions import LIMITS_HIT
from core.models import Limit
from core.ratelimit.logs import MAX_LOG, Logs, RateLimitKey, add, longest_wait, new_stamp, push, read, remove
from core.ratelimit.rate import Rate, rates_of

MAX_COUNT = 1000  # attempts that a setting may allow in a window
# Failures in a row are counted over this time, so that rows of addresses without an account do not stay for ever.
LONG_PERIOD = 365 * 86400  # seconds

__all__ = [
    "MAX_COUNT",
    "RateLimitKey",
    "acquire",
    "clean_up",
    "failures_in_a_row_key",
    "rate_limit_key",
    "record_hit",
    "release",
    "reset",
]


def rate_limit_key(scope: str, *subject: str | int, times: int = 1) -> RateLimitKey:
    """The window of `scope` (a name in `DEFAULT_THROTTLE_RATES`) for one subject, with `times` the count."""
    return RateLimitKey(
        _key(scope, *subject), tuple(rate.times(times, most=MAX_LOG) for rate in rates_of(scope)), scope=scope
    )


def failures_in_a_row_key(scope: str, *subject: str | int, count: int, retry_after: int) -> RateLimitKey:
    """The window of attempts since the last `reset`; after `count` of them, the next ones are refused until then."""
    return RateLimitKey(_key(scope, *subject), (Rate(count, LONG_PERIOD),), retry_after, scope)


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
            _count_refusal([*left, *unless_full], logs)
            raise Throttled(retry_after=wait)
        missing = [window for window in left if window.key not in logs]
        if missing:
            add(missing, "", moment)
        if push(left, stamp, moment) == len(left):
            return stamp
        logs = read([*left, *unless_full])
        left = [window for window in left if stamp not in logs.get(window.key, "")]
    _count_refusal(left, logs)
    raise Throttled(retry_after=max(1, longest_wait(left, logs, now())))


def release(stamp: str, *windows: RateLimitKey, emptied: Sequence[RateLimitKey] = ()) -> None:
    """Undoes one `acquire` in these windows, and all attempts in those of `emptied`."""
    remove(windows, stamp, emptied)


def reset(*windows: RateLimitKey) -> None:
    """Deletes all attempts in these windows."""
    Limit.objects.filter(key__in=sorted(window.key for window in windows)).delete()


def record_hit(*windows: RateLimitKey) -> None:
    """Counts an attempt, also above the limit."""
    moment = now()
    add(windows, new_stamp(moment, {}), moment)


def clean_up(batch: int) -> int:
    """Deletes up to `batch` rows without an attempt inside its period; returns how many."""
    keys = list(Limit.objects.filter(expires_at__lte=now()).values_list("key", flat=True)[:batch])
    deleted, _ = Limit.objects.filter(key__in=keys, expires_at__lte=now()).delete()
    return deleted


def _count_refusal(windows: Sequence[RateLimitKey], logs: Logs) -> None:
    """Counts the limit with the longest wait."""
    moment = now()
    LIMITS_HIT.inc(max(windows, key=lambda window: longest_wait([window], logs, moment)).scope)


def _key(scope: str, *subject: str | int) -> str:
    text = "\x1f".join([scope, *map(str, subject)])
    return hmac.digest(derive(Purpose.LIMITS), text.encode(), "sha256").hex()
