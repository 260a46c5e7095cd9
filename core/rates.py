"""Rates as settings write them: `5/minute`."""

from dataclasses import dataclass
from functools import cache

from rest_framework.settings import api_settings

_SECONDS = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hour": 3600}
_SECONDS |= {"d": 86400, "day": 86400}
MAX_COUNT = 1_000_000


@dataclass(frozen=True)
class Rate:
    """`count` in any `seconds` that follow one another: windows slide."""

    count: int
    seconds: int


def parse_rate(text: str) -> Rate:
    """`"5/minute"` → Rate(5, 60). Raises ValueError for anything else, with the mend in its sentence."""
    number, _, period = text.partition("/")
    seconds = _SECONDS.get(period.strip().lower())
    count = number.strip()
    if seconds is None or not (count.isascii() and count.isdigit()) or not 1 <= int(count) <= MAX_COUNT:
        raise ValueError(f"{text!r} is not a rate: write it as number/period, for instance 5/minute")
    return Rate(int(count), seconds)


def rate_of(scope: str) -> Rate:
    """The rate of a throttle scope, from DRF's own setting `DEFAULT_THROTTLE_RATES`."""
    return _parsed(str(api_settings.DEFAULT_THROTTLE_RATES[scope]))


_parsed = cache(parse_rate)
