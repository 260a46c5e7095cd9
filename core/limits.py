"""Exact limits in the database: a try is taken in one atomic statement, and can be given back.

DRF's throttles read, then write: 16 to 41 of 50 simultaneous requests pass a limit of 5. Here the check is
the WHERE of the UPDATE that takes, so that for any number of processes and servers exactly `count` pass in
any window of `seconds`. Needed where a try is worth attacking (passwords); elsewhere `core.counters`.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Concat, Replace, Substr

from core.clock import now, whole_seconds
from core.errors import Throttled
from core.models import Limit
from core.rates import Rate, rate_of

_DIGITS = 16  # microseconds since 1970, enough until 2286
_STAMP = _DIGITS + 5  # and four hex digits that tell two tries of one microsecond apart, and an end mark
MAX_COUNT = 1000  # tries a log can hold: 21 kB


@dataclass(frozen=True)
class Window:
    """A limit on one subject: who or what is counted, and how often it may."""

    key: str
    rate: Rate


def window(scope: str, *subject: str | int) -> Window:
    """The window of `scope` (a name in `DEFAULT_THROTTLE_RATES`) for one subject."""
    text = "\x1f".join([scope, *map(str, subject)])
    key = hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256").hex()
    return Window(key, rate_of(scope))


def take(of: Window) -> str:  # guard: limit-take
    """Takes one try, and returns its stamp for `give_back`. Raises Throttled, with the wait, when none is left.

    To take from several windows or from none, call it for each in one transaction, always in the same order.
    """
    moment = now()
    stamp = _stamp(moment)
    if _push(of, stamp, moment, only_if_free=True):
        return stamp
    wait = wait_of(of)
    if not wait:  # no row yet, or it was freed between the two statements
        _make_row(of, moment)
        if _push(of, stamp, moment, only_if_free=True):
            return stamp
        wait = wait_of(of)
    raise Throttled(retry_after=max(1, wait))


def give_back(of: Window, stamp: str) -> None:
    """Undoes one `take`: the try was none."""
    Limit.objects.filter(key=of.key).update(log=Replace("log", Value(stamp), Value("")))


def check(of: Window) -> None:
    """Raises Throttled when no try is left; takes nothing."""
    wait = wait_of(of)
    if wait:
        raise Throttled(retry_after=wait)


def count(of: Window) -> None:
    """Counts a try that has happened, whether or not there is room for it."""
    moment = now()
    stamp = _stamp(moment)
    if not _push(of, stamp, moment, only_if_free=False):
        _make_row(of, moment)
        _push(of, stamp, moment, only_if_free=False)


def wait_of(of: Window) -> int:
    """Whole seconds until a try is free; 0 when one is free now."""
    moment = now()
    oldest = Limit.objects.filter(key=of.key).values_list(_oldest(of), flat=True).first()
    if not oldest or oldest <= _cutoff(of, moment):
        return 0
    return whole_seconds(int(oldest) / 1_000_000 + of.rate.seconds - _micros(moment) / 1_000_000)


def clean_up(batch: int) -> int:
    """Deletes up to `batch` rows whose last try has left its window; returns how many."""
    keys = list(Limit.objects.filter(expires_at__lte=now()).values_list("key", flat=True)[:batch])
    deleted, _ = Limit.objects.filter(key__in=keys, expires_at__lte=now()).delete()
    return deleted


def _push(of: Window, stamp: str, moment: datetime, *, only_if_free: bool) -> bool:
    rows = Limit.objects.filter(key=of.key)
    if only_if_free:
        rows = rows.alias(oldest=_oldest(of)).filter(oldest__lte=_cutoff(of, moment))  # guard: limit-condition
    return bool(
        rows.update(
            log=Substr(Concat(Value(stamp), "log"), 1, of.rate.count * _STAMP),
            expires_at=moment + timedelta(seconds=of.rate.seconds),
        )
    )


def _stamp(moment: datetime) -> str:
    return f"{_micros(moment):0{_DIGITS}d}{secrets.token_hex(2)};"


def _make_row(of: Window, moment: datetime) -> None:
    expires_at = moment + timedelta(seconds=of.rate.seconds)
    Limit.objects.bulk_create([Limit(key=of.key, log="", expires_at=expires_at)], ignore_conflicts=True)


def _oldest(of: Window) -> Substr:
    """The time of the n-th newest try: while it lies inside the window, all n are used. Empty if there is none."""
    return Substr("log", (of.rate.count - 1) * _STAMP + 1, _DIGITS)


def _cutoff(of: Window, moment: datetime) -> str:
    return f"{_micros(moment) - of.rate.seconds * 1_000_000:0{_DIGITS}d}"


def _micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
