"""Fast approximate limits in memory or Redis, for `anon` and `user`: one call for each request.

A sliding window of two counters: the count of the previous window is weighted by its overlap with the sliding window.
Without Redis each process counts separately. After an error of Redis the process counts separately for a while: the
limit is less strict, but neither lifted nor an error for clients.
"""

import logging
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Protocol

from django.conf import settings

from core.ratelimit.memory import MemoryCounters, WindowTotal, seconds_until_allowed
from core.ratelimit.rate import Rate, Rates

logger = logging.getLogger("bankportal.counters")
PREFIX = "bankportal:count:"
REDIS_TIMEOUT = 0.25  # seconds; a request must not wait for a counter longer than this
REDIS_RETRY_DELAY = 5.0  # seconds after an error without a call of Redis


class Counters(Protocol):
    """A store of counters."""

    def hit(self, key: str, *rates: Rate) -> int:
        """Counts a hit for each of the rates, or for none: 0 if all allowed it, else the whole seconds to wait."""

    def undo_hit(self, key: str, rate: Rate) -> None:
        """Undoes a `hit` with this one rate."""

    def ping(self) -> None:
        """Raises where the store does not answer."""


class RedisCounters:
    """Counts in Redis, for all processes and servers together, with one persistent client.

    Django's RedisCache creates a client for every operation, which takes 140 to 350 µs instead of 46.
    """

    # KEYS are the current and the last window of each rate, all in one hash slot ({key}); ARGV for each rate its count,
    # how far the current window has run, and how long to keep it. A refused request takes nothing.
    _SCRIPT = """
    local counts = redis.call('MGET', unpack(KEYS))
    local answer = {1}
    for i = 1, #KEYS, 2 do
      local rate = (i - 1) / 2 * 3
      local current, previous = tonumber(counts[i] or '0'), tonumber(counts[i + 1] or '0')
      if previous * (1 - tonumber(ARGV[rate + 2])) + current >= tonumber(ARGV[rate + 1]) then answer[1] = 0 end
      answer[i + 1], answer[i + 2] = previous, current
    end
    if answer[1] == 1 then
      for i = 1, #KEYS, 2 do
        redis.call('INCR', KEYS[i]); redis.call('EXPIRE', KEYS[i], ARGV[(i - 1) / 2 * 3 + 3])
      end
    end
    return answer
    """

    def __init__(self, url: str, ca: str = "") -> None:
        """`ca` is the file of the certificate authority that a `rediss://` server is verified with."""
        import redis  # noqa: PLC0415 (installed only where REDIS_URL is used)

        tls = {"ssl_ca_certs": ca} if ca else {}
        self._client = redis.Redis.from_url(
            url, socket_timeout=REDIS_TIMEOUT, socket_connect_timeout=REDIS_TIMEOUT, retry=None, **tls
        )
        self._errors: tuple[type[Exception], ...] = (redis.RedisError, OSError)
        self._script: Callable[..., Any] = self._client.register_script(self._SCRIPT)
        self._fallback = MemoryCounters()
        self._down_until = 0.0

    def hit(self, key: str, *rates: Rate) -> int:
        """See Counters."""
        if time.monotonic() < self._down_until:
            return self._fallback.hit(key, *rates)
        moment, keys, arguments = time.time(), [], []
        for rate in rates:
            number, at = divmod(moment / rate.seconds, 1)
            keys += [f"{PREFIX}{{{key}}}:{rate.seconds}:{int(n)}" for n in (number, number - 1)]
            arguments += [rate.count, at, 2 * rate.seconds]
        try:
            taken, *counts = self._script(keys=keys, args=arguments)
        except self._errors as exc:
            self._pause(exc)
            return self._fallback.hit(key, *rates)
        if taken:
            return 0
        waits = (
            seconds_until_allowed(rate, arguments[3 * i + 1], int(counts[2 * i]), int(counts[2 * i + 1]))
            for i, rate in enumerate(rates)
        )
        return max(1, *waits)

    def add(self, hits: Mapping[str, tuple[Rates, int]]) -> dict[str, list[WindowTotal]] | None:
        """Counts several hits of several keys, also above their limits, in one message.

        Returns the totals for each of their rates, or None where Redis does not answer.
        """
        if time.monotonic() < self._down_until:
            return None
        moment = time.time()
        pipeline = self._client.pipeline(transaction=False)
        for key, (rates, count) in hits.items():
            for rate in rates:
                name, number = f"{PREFIX}{{{key}}}:{rate.seconds}", int(moment / rate.seconds)
                pipeline.incrby(f"{name}:{number}", count)
                pipeline.expire(f"{name}:{number}", 2 * rate.seconds)
                pipeline.get(f"{name}:{number - 1}")
        try:
            answers = iter(pipeline.execute())
        except self._errors as exc:
            self._pause(exc)
            return None
        totals: dict[str, list[WindowTotal]] = {}
        for key, (rates, _) in hits.items():
            for rate in rates:
                current, _, previous = next(answers), next(answers), next(answers)
                total = WindowTotal(int(moment / rate.seconds), int(previous or 0), int(current))
                totals.setdefault(key, []).append(total)
        return totals

    def undo_hit(self, key: str, rate: Rate) -> None:
        """See Counters."""
        self._fallback.undo_hit(key, rate)
        name = f"{PREFIX}{{{key}}}:{rate.seconds}"
        number = int(time.time() / rate.seconds)
        try:
            if self._client.decr(f"{name}:{number}") < 0:  # the window has changed since, or Redis was down
                self._client.delete(f"{name}:{number}", f"{name}:{number - 1}")
        except self._errors as exc:
            logger.warning("Redis does not answer: %s", exc)

    def _pause(self, exc: Exception) -> None:
        self._down_until = time.monotonic() + REDIS_RETRY_DELAY
        logger.warning("Redis does not answer, counting in this process for %s s: %s", REDIS_RETRY_DELAY, exc)

    def ping(self) -> None:
        """Raises where Redis does not answer."""
        self._client.ping()

    def close(self) -> None:
        """Gives the connections back (for tests)."""
        self._client.close()


@cache
def counters() -> Counters:
    """The store that the settings name."""
    return RedisCounters(settings.REDIS_URL, settings.REDIS_CA) if settings.REDIS_URL else MemoryCounters()
