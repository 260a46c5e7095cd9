"""Counters in the memory of one process: bounded, and a key at its limit is never evicted to make room.

A client that can use many keys, such as all addresses of an IPv6 network, must not free a key that is at its limit by
filling the memory with others. A new key that finds no room evicts one that has used little of its limit. Where none
is found below its limit, the new key is refused: the limit fails closed.

Each kind of key (`anon`, `user`: the part before the first colon) has a memory of its own, so that filling one kind
neither refuses nor evicts keys of another.
"""

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from core.clock import whole_seconds
from core.ratelimit.rate import Rate, Rates

MAX_KEYS = 50_000  # of one kind
EXAMINED = 16  # keys that are examined to make room for a new one, to bound the work of a request


class NoRoom(int):
    """The wait of a key that was not counted, because there was no room for it."""


RETRY = NoRoom(60)  # seconds after which such a key may retry

# Of one key, for each rate: count, seconds, number of the current window, hits in the previous and the current window.
# Numbers only, so that the garbage collector does not traverse it.
Windows = tuple[int, ...]


class WindowTotal(NamedTuple):
    """What all processes have counted in a window and in the one before it."""

    number: int
    previous: int
    current: int


def seconds_until_allowed(rate: Rate, at: float, previous: int, current: int) -> int:
    """0 if a request is allowed, otherwise whole seconds until one is, without other requests.

    `at` is how far the current window has run (0 to 1); `previous` and `current` are the two counts.
    """
    if previous * (1 - at) + current < rate.count:
        return 0
    if current < rate.count:  # waits until the previous window has less weight in this one
        until = 1 - (rate.count - current) / previous
        return whole_seconds((until - at) * rate.seconds + 0.001)
    return whole_seconds((1 - at + 1 - rate.count / current) * rate.seconds + 0.001)


def _hit(windows: Windows, rates: Rates, moment: float) -> tuple[int, Windows]:
    """The wait, and the windows with this hit added, for a wait of 0."""
    wait = 0
    taken: list[int] = []
    for index, rate in enumerate(rates):
        number, at = divmod(moment / rate.seconds, 1)
        _, _, last, previous, current = windows[5 * index : 5 * index + 5] or (0, 0, 0, 0, 0)
        if last != number:
            previous, current = (current if last == number - 1 else 0), 0
        wait = max(wait, seconds_until_allowed(rate, at, previous, current))
        taken += (rate.count, rate.seconds, int(number), previous, current + 1)
    return wait, tuple(taken)


def _used(windows: Windows, moment: float) -> float:
    """The fraction of the limit that is used: 0 if no hit counts any more, 1 if the next request must wait."""
    most = 0.0
    for index in range(0, len(windows), 5):
        count, seconds, last, previous, current = windows[index : index + 5]
        number, at = divmod(moment / seconds, 1)
        if last == number:
            most = max(most, (previous * (1 - at) + current) / count)
        elif last == number - 1:
            most = max(most, current * (1 - at) / count)
    return most


class MemoryCounters:
    """Counts in this process, under a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kinds: defaultdict[str, OrderedDict[str, Windows]] = defaultdict(OrderedDict)

    def hit(self, key: str, *rates: Rate) -> int:
        """See core.ratelimit.approximate.Counters."""
        moment = time.time()
        with self._lock:
            kind = self._kinds[key.partition(":")[0]]
            windows = kind.get(key)
            if windows is None and not _make_room(kind, moment):
                return RETRY
            wait, taken = _hit(windows or (), rates, moment)
            if not wait:
                kind[key] = taken
        return wait

    def undo_hit(self, key: str, rate: Rate) -> None:
        """See core.ratelimit.approximate.Counters."""
        number = int(time.time() / rate.seconds)
        with self._lock:
            kind = self._kinds[key.partition(":")[0]]
            windows = kind.get(key, ())
            if windows and windows[2] == number and windows[4]:
                kind[key] = (*windows[:4], windows[4] - 1, *windows[5:])

    def learn(self, key: str, rates: Rates, totals: Sequence[WindowTotal], since: int) -> None:
        """Raises the counts of a key to the totals of all processes and the `since` hits that came after them.

        A window that has ended meanwhile, and a key that was evicted, stay as they are. No count falls, because totals
        may arrive in another order than Redis made them.
        """
        with self._lock:
            kind = self._kinds[key.partition(":")[0]]
            windows = kind.get(key)
            if windows is None:
                return
            learnt: list[int] = []
            for index, (rate, total) in enumerate(zip(rates, totals, strict=True)):
                own = windows[5 * index : 5 * index + 5]
                is_same = own[2] == total.number
                previous, current = (total.previous, total.current + since) if is_same else (0, 0)
                learnt += (rate.count, rate.seconds, own[2], max(own[3], previous), max(own[4], current))
            kind[key] = tuple(learnt)

    def ping(self) -> None:
        """Memory always answers."""

    def clear(self) -> None:
        """Forgets everything (for tests)."""
        with self._lock:
            self._kinds.clear()


def _make_room(kind: OrderedDict[str, Windows], moment: float) -> bool:
    """Makes room for a new key: of the keys that were examined longest ago, deletes the one that has used the least.

    The others move to the end, so that all keys are examined in turn. While there is room, it examines two keys for
    each new one and deletes one without hits that count, so that memory also shrinks.
    """
    full = len(kind) >= MAX_KEYS
    least, least_used = "", 1.0
    for _ in range(min(EXAMINED if full else 2, len(kind))):
        key = next(iter(kind))
        used = _used(kind[key], moment)
        if not used:
            del kind[key]
            return True
        if used < least_used:
            least, least_used = key, used
        kind.move_to_end(key)
    if full and least:
        del kind[least]
    return len(kind) < MAX_KEYS
