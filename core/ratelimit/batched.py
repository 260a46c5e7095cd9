"""Counts requests in the memory of each process, and tells Redis of them together, twice a second.

One call of Redis takes longer than half of the other work of a simple request (0.29 ms of a processor, and a switch of
threads). So a process decides by what it has counted since, and by the totals of all processes when it last told Redis.

A limit may therefore be exceeded, in one of its periods and by each process of each server, by `most_pending` hits: a
twentieth of the limit, at most 20. One process alone is exact. Limits below 20 are not counted in this way.
"""

import logging
import threading
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.conf import settings

from core.periodic import PeriodicThread
from core.ratelimit.approximate import RedisCounters, counters
from core.ratelimit.memory import MemoryCounters
from core.ratelimit.rate import Rate, Rates

logger = logging.getLogger("bankportal.counters")
INTERVAL = 0.5  # seconds
MAX_PENDING = 20
SHARE = 20  # a process may exceed a limit by a twentieth of it

_running: "BatchedCounters | None" = None


class Pending(NamedTuple):
    """Allowed hits of a key of which Redis has not been told."""

    rates: Rates
    hits: int


def running() -> "BatchedCounters | None":
    """The counters of this process, where it has any: a worker of the server, with Redis."""
    return _running


def create_batched() -> "BatchedCounters | None":
    """Counters of this process, where Redis is used; it counts by them once they are started."""
    store = counters() if settings.REDIS_URL else None
    return BatchedCounters(store) if isinstance(store, RedisCounters) else None


def most_pending(rates: Iterable[Rate]) -> int:
    """How many hits of a key a process may count before it tells Redis."""
    return min(MAX_PENDING, min(rate.count for rate in rates) // SHARE)


class BatchedCounters:
    """See the module; as `core.ratelimit.approximate.Counters`, but hits cannot be undone."""

    def __init__(self, redis: RedisCounters) -> None:
        self._redis = redis
        self._lock = threading.Lock()
        self._memory = MemoryCounters()  # what is known of all processes, and this one's hits since
        self._pending: dict[str, Pending] = {}
        self._thread = PeriodicThread("counters", lambda: INTERVAL, self.flush)

    def start(self) -> None:
        """Starts the thread; from now on the requests of this process are counted here."""
        global _running  # noqa: PLW0603 (one for each process)
        _running = self
        self._thread.start()

    def stop(self, timeout: float) -> bool:
        """Tells Redis of the last hits; returns whether the thread ended in time."""
        global _running  # noqa: PLW0603
        _running = None
        return self._thread.stop(timeout)

    def hit(self, key: str, *rates: Rate) -> int:
        """Counts a hit: 0 if it is allowed, else the whole seconds to wait."""
        most = most_pending(rates)
        if not most:
            return self._redis.hit(key, *rates)
        with self._lock:
            wait = self._memory.hit(key, *rates)
            if wait:
                return wait
            count = self._hits_since(key) + 1
            self._pending[key] = Pending(rates, count)
        if count >= most:
            self._send([key])
        return 0

    def flush(self) -> None:
        """Tells Redis of all hits since the last call."""
        with self._lock:
            keys = list(self._pending)
        self._send(keys)

    def _send(self, keys: Iterable[str]) -> None:
        with self._lock:
            sent = {key: self._pending.pop(key) for key in keys if key in self._pending}
        if sent:
            totals = self._redis.add({key: (pending.rates, pending.hits) for key, pending in sent.items()})
            if totals is None:
                self._put_back(sent)
                return
            with self._lock:
                for key, pending in sent.items():
                    self._memory.learn(key, pending.rates, totals[key], self._hits_since(key))

    def _put_back(self, sent: Mapping[str, Pending]) -> None:
        """Redis does not answer: the hits are sent with the next ones. Memory has counted them."""
        with self._lock:
            for key, pending in sent.items():
                self._pending[key] = Pending(pending.rates, pending.hits + self._hits_since(key))

    def _hits_since(self, key: str) -> int:
        """The hits since Redis was told of the key; the caller holds the lock."""
        return self._pending[key].hits if key in self._pending else 0
