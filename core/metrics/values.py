"""Counters and histograms of this process: plain numbers under a lock, because every request counts several.

prometheus-client formats them (`core.metrics.exposition`), but does not count: its counters that several processes
share took 8 µs for what these do in under 1 (docs/performance.md).
"""

import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence

MAX_SERIES = 2000  # combinations of labels of one metric; others are counted as `other`
OTHER = "other"

Labels = tuple[str, ...]
Values = dict[Labels, list[float]]  # by labels: one number of a counter; of a histogram its buckets, then the sum

_lock = threading.Lock()
_metrics: "dict[str, Metric]" = {}


class Metric:
    """A named set of numbers, by labels. A name is registered once in a process.

    `known` are values of the only label that have a number from the start: Prometheus sees no increase where a number
    appears that was not there.
    """

    def __init__(self, name: str, documentation: str, labels: Sequence[str] = (), *, known: Sequence[str] = ()) -> None:
        if name in _metrics:
            raise ValueError(f"the metric {name} exists already")
        self.name, self.documentation, self.labels = name, documentation, tuple(labels)
        self.known: Sequence[Labels] = [(value,) for value in known] if labels else [()]
        self._values: Values = {}
        _metrics[name] = self

    def values(self) -> Values:
        """A copy of the numbers."""
        with _lock:
            return {labels: list(numbers) for labels, numbers in self._values.items()}

    def clear(self) -> None:
        """Forgets the numbers (for tests)."""
        with _lock:
            self._values.clear()

    def _numbers(self, labels: Labels, length: int) -> list[float]:
        """The numbers of these labels, under the caller's lock."""
        numbers = self._values.get(labels)
        if numbers is None:
            if len(self._values) >= MAX_SERIES:
                labels = (OTHER,) * len(labels)
            numbers = self._values.setdefault(labels, [0.0] * length)
        return numbers


class Counter(Metric):
    """A number that only grows."""

    def inc(self, *labels: str, by: float = 1) -> None:
        """Adds to the number of these labels."""
        with _lock:
            self._numbers(labels, 1)[0] += by


class Histogram(Metric):
    """How many of the observed values are at most so large, and their sum. `buckets` are ascending bounds."""

    def __init__(self, name: str, documentation: str, labels: Sequence[str], *, buckets: Sequence[float]) -> None:
        super().__init__(name, documentation, labels)
        self.buckets = tuple(buckets)

    def observe(self, value: float, *labels: str) -> None:
        """Counts a value. The numbers are those of each bucket alone; the exposition adds them up."""
        with _lock:
            numbers = self._numbers(labels, len(self.buckets) + 2)
            numbers[bisect_left(self.buckets, value)] += 1
            numbers[-1] += value


def all_metrics() -> Iterator[Metric]:
    """The metrics that this process has registered, by name."""
    return iter(sorted(_metrics.values(), key=lambda metric: metric.name))


def add_up(parts: Sequence[Values]) -> Values:
    """The sums of the numbers of several processes."""
    total: Values = {}
    for part in parts:
        for labels, numbers in part.items():
            known = total.get(labels)
            total[labels] = [a + b for a, b in zip(known, numbers, strict=True)] if known else list(numbers)
    return total
