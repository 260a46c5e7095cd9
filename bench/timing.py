"""Compares two calls in alternating batches, so that other load on the machine affects both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

Call = Callable[[], object]
Batch = Callable[[int], tuple[float, float]]  # runs so many calls: microseconds of each, elapsed and of the processor


@dataclass(frozen=True)
class Comparison:
    """Microseconds a call, one figure for each batch, in the order of the batches."""

    ours: list[float]
    plain: list[float]
    our_processor: list[float]  # of the calling thread, which is all of it where the application is called directly
    plain_processor: list[float]

    def ratios(self) -> list[float]:
        """The ratio of ours to plain for each pair of neighbouring batches."""
        return _ratios(self.ours, self.plain)

    def report(self) -> str:
        """The median ratio with its quartiles, and the medians of both sides."""
        low, middle, high = statistics.quantiles(self.ratios(), n=4)
        return (
            f"ratio of times {middle:.3f} (quartiles {low:.3f} to {high:.3f}, {len(self.ours)} pairs of batches), "
            f"of requests a second {1 / middle:.2f}; "
            f"ours {statistics.median(self.ours):.0f} µs, plain {statistics.median(self.plain):.0f} µs a request, "
            f"at best {min(self.ours):.0f} and {min(self.plain):.0f}"
        )

    def processor_report(self) -> str:
        """The same for the processor time of this thread, which other load on the machine changes less."""
        low, middle, high = statistics.quantiles(_ratios(self.our_processor, self.plain_processor), n=4)
        ours, plain = statistics.median(self.our_processor), statistics.median(self.plain_processor)
        return (
            f"processor: ratio of times {middle:.3f} (quartiles {low:.3f} to {high:.3f}), "
            f"its inverse {1 / middle:.2f}; ours {ours:.0f} µs, plain {plain:.0f}"
        )


def compare(ours: Call, plain: Call, *, batches: int, size: int) -> Comparison:
    """Runs `batches` of `size` calls of each alternately."""
    return compare_batches(partial(_batch, ours), partial(_batch, plain), batches, size)


def compare_batches(ours: Batch, plain: Batch, batches: int, size: int) -> Comparison:
    """The same for functions that run a batch themselves; the side that begins changes with every pair."""
    took: dict[Batch, list[tuple[float, float]]] = {ours: [], plain: []}
    for run in (ours, plain):
        run(size)  # fills the caches
    for number in range(batches):
        for run in (ours, plain) if number % 2 else (plain, ours):
            took[run].append(run(size))
    (our_times, our_processor), (plain_times, plain_processor) = (zip(*took[run], strict=True) for run in (ours, plain))
    return Comparison(list(our_times), list(plain_times), list(our_processor), list(plain_processor))


def _ratios(ours: list[float], plain: list[float]) -> list[float]:
    return [a / b for a, b in zip(ours, plain, strict=True)]


def _batch(call: Call, size: int) -> tuple[float, float]:
    start, processor = time.perf_counter(), time.thread_time()
    for _ in range(size):
        call()
    return (time.perf_counter() - start) / size * 1e6, (time.thread_time() - processor) / size * 1e6
