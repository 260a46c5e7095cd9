"""Parses the rates of settings: `5/minute`, or several that all apply: `5/15minutes,20/day`."""

import re
from dataclasses import dataclass
from functools import cache

from rest_framework.settings import api_settings

_UNITS = {1: ("s", "sec", "second"), 60: ("m", "min", "minute"), 3600: ("h", "hour"), 86400: ("d", "day")}
_SECONDS = {name: seconds for seconds, names in _UNITS.items() for name in names}
_RATE = re.compile(r"([0-9]{1,7}) ?/ ?([0-9]{0,7}) ?([a-z]+)", re.ASCII)
MAX_COUNT = 1_000_000
MAX_PERIOD = 31 * 86400  # seconds
_HINT = "write it as number/period, for instance 5/minute, or several with commas: 5/15minutes,20/day"


@dataclass(frozen=True)
class Rate:
    """At most `count` in any period of `seconds`: windows slide."""

    count: int
    seconds: int

    def times(self, factor: int, *, most: int) -> "Rate":
        """A rate of `factor` times the count, at most `most`, in the same period."""
        return Rate(min(self.count * factor, most), self.seconds)


Rates = tuple[Rate, ...]


def parse_rates(text: str) -> Rates:
    """`"5/15minutes,20/day"` → Rate(5, 900) and Rate(20, 86400). Raises ValueError with a hint how to fix it."""
    rates = tuple(_parse(part.strip().lower(), text) for part in text.split(","))
    if len({rate.seconds for rate in rates}) < len(rates):
        raise ValueError(f"{text!r} has two rates for the same period: write one of them")
    return rates


def rates_of(scope: str) -> Rates:
    """The rates of a throttle scope, from DRF's own setting `DEFAULT_THROTTLE_RATES`."""
    return _parsed(str(api_settings.DEFAULT_THROTTLE_RATES[scope]))


def _parse(part: str, whole: str) -> Rate:
    found = _RATE.fullmatch(part)
    unit = _unit(found[3]) if found else 0
    if found is None or not unit:
        raise ValueError(f"{whole!r} is not a rate: {_HINT}")
    count, seconds = int(found[1]), int(found[2] or 1) * unit
    if not 1 <= count <= MAX_COUNT:
        raise ValueError(f"{whole!r} is not a rate: the number is from 1 to {MAX_COUNT}; {_HINT}")
    if not 1 <= seconds <= MAX_PERIOD:
        raise ValueError(f"{whole!r} is not a rate: a period is from 1 second to 31 days; {_HINT}")
    return Rate(count, seconds)


def _unit(name: str) -> int:
    """The seconds of a unit such as `minute` or `minutes`; 0 for an unknown one."""
    return _SECONDS.get(name) or (_SECONDS.get(name.removesuffix("s"), 0) if len(name) > 2 else 0)


_parsed = cache(parse_rates)
