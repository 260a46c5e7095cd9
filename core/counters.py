"""Cheap limits in memory or Redis, for `anon` and `user`: one call a request, approximate by a window's edge.

A sliding window of two counters: what the last full window held weighs as much as it still overlaps. Without
Redis each process counts for itself. A Redis that is down is left alone for a while and the process counts
for itself meanwhile: the limit loosens, it neither opens nor turns requests into errors.
"""

import logging
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

from django.conf import settings

from core.clock import whole_seconds
from core.rates import Rate

logger = logging.getLogger("bankportal.counters")
PREFIX = "bankportal:count:"
REDIS_TIMEOUT = 0.25  # seconds; a request must not wait for a counter longer than this
REDIS_PAUSE = 5.0  # seconds that a failed Redis is left alone
MAX_KEYS = 100_000  # kept in memory; then the windows that are over are thrown out


class Counters(Protocol):
    """Somewhere to count."""

    def take(self, key: str, rate: Rate) -> int:
        """Takes one from the key's window: 0 if there was one, else whole seconds to wait."""

    def give_back(self, key: str, rate: Rate) -> None:
        """Undoes a `take`: what it counted did not happen."""

    def ping(self) -> None:
        """Raises where the store does not answer."""


def wait_for(rate: Rate, at: float, previous: int, current: int) -> int:
    """0 while a request fits, else whole seconds until one would, if nobody else comes.

    `at` is how far the current window has run (0 to 1); `previous` and `current` are the two counts.
    """
    if previous * (1 - at) + current < rate.count:
        return 0
    if current < rate.count:  # waits for the last window to fade within this one
        until = 1 - (rate.count - current) / previous
        return whole_seconds((until - at) * rate.seconds + 0.001)
    return whole_seconds((1 - at + 1 - rate.count / current) * rate.seconds + 0.001)


class MemoryCounters:
    """Counts in this process, under a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int, int, int, int]] = {}  # key: number, previous, current, seconds

    def take(self, key: str, rate: Rate) -> int:
        """See Counters."""
        number, at = divmod(time.time() / rate.seconds, 1)
        with self._lock:
            last, previous, current, _ = self._windows.get(key, (number, 0, 0, 0))
            if last != number:
                previous, current = (current if last == number - 1 else 0), 0
            wait = wait_for(rate, at, previous, current)
            if not wait:
                current += 1
            if len(self._windows) >= MAX_KEYS and key not in self._windows:
                self._throw_out()
            self._windows[key] = (int(number), previous, current, rate.seconds)
        return wait

    def give_back(self, key: str, rate: Rate) -> None:
        """See Counters."""
        with self._lock:
            if key in self._windows:
                number, previous, current, seconds = self._windows[key]
                self._windows[key] = (number, previous, max(0, current - 1), seconds)

    def ping(self) -> None:
        """Memory always answers."""

    def clear(self) -> None:
        """Forgets everything (for tests)."""
        with self._lock:
            self._windows.clear()

    def _throw_out(self) -> None:
        """Forgets windows that no longer count; if all still do, the oldest half goes: memory stays bounded."""
        current = time.time()
        live = {k: w for k, w in self._windows.items() if (w[0] + 2) * w[3] > current}
        if len(live) >= MAX_KEYS:
            live = dict(list(live.items())[MAX_KEYS // 2 :])
        self._windows = live


class RedisCounters:
    """Counts in Redis, for all processes and servers together, over one kept client.

    Django's RedisCache makes a client for every operation: 140 to 350 µs where a kept one takes 46.
    """

    # Both counts live in one hash slot ({key}); a refused request takes nothing.
    _SCRIPT = """
    local current = tonumber(redis.call('GET', KEYS[1]) or '0')
    local previous = tonumber(redis.call('GET', KEYS[2]) or '0')
    if previous * (1 - tonumber(ARGV[2])) + current < tonumber(ARGV[1]) then
      redis.call('INCR', KEYS[1]); redis.call('EXPIRE', KEYS[1], ARGV[3])
      return {1, previous, current}
    end
    return {0, previous, current}
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
        self._meanwhile = MemoryCounters()
        self._down_until = 0.0

    def take(self, key: str, rate: Rate) -> int:
        """See Counters."""
        if time.monotonic() < self._down_until:
            return self._meanwhile.take(key, rate)
        number, at = divmod(time.time() / rate.seconds, 1)
        keys = [f"{PREFIX}{{{key}}}:{int(n)}" for n in (number, number - 1)]
        try:
            taken, previous, current = self._script(keys=keys, args=[rate.count, at, 2 * rate.seconds])
        except self._errors as exc:
            self._down_until = time.monotonic() + REDIS_PAUSE
            logger.warning("Redis does not answer, counting in this process for %s s: %s", REDIS_PAUSE, exc)
            return self._meanwhile.take(key, rate)
        return 0 if taken else max(1, wait_for(rate, at, int(previous), int(current)))

    def give_back(self, key: str, rate: Rate) -> None:
        """See Counters."""
        self._meanwhile.give_back(key, rate)
        number = int(time.time() / rate.seconds)
        try:
            if self._client.decr(f"{PREFIX}{{{key}}}:{number}") < 0:  # the window has changed since, or Redis was down
                self._client.delete(f"{PREFIX}{{{key}}}:{number}", f"{PREFIX}{{{key}}}:{number - 1}")
        except self._errors as exc:
            logger.warning("Redis does not answer: %s", exc)

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
