"""Compares two kinds of work, each by several processes with a connection each, which alternate."""

import contextlib
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import MySQLdb
from django.db import connections

SECONDS, ROUNDS = float(os.environ.get("SECONDS", "1")), int(os.environ.get("ROUNDS", "15"))
FORK = multiprocessing.get_context("fork")
Work = Callable[[], object]


def compare(ours: Callable[[int], Work], other: Callable[[int], Work], count: int, *, delay: float = 0) -> str:
    """Runs both sides alternately by `count` processes; the median of the rounds' ratios, with quartiles."""
    rates: dict[Any, list[float]] = {ours: [], other: []}
    with _workers(ours, count, delay) as us, _workers(other, count, delay) as them:
        for number in range(ROUNDS + 1):
            for side, pipes in [(ours, us), (other, them)][:: 1 if number % 2 else -1]:
                for pipe in pipes:
                    pipe.send(SECONDS)
                done = sum(pipe.recv() for pipe in pipes)
                if number:  # the first round warms up
                    rates[side].append(done / SECONDS)
    low, middle, high = statistics.quantiles([a / b for a, b in zip(rates[ours], rates[other], strict=True)], n=4)
    medians = [statistics.median(rates[side]) for side in (ours, other)]
    return (
        f"ratio {middle:.2f} (quartiles {low:.2f} to {high:.2f}, {ROUNDS} rounds); "
        f"ours {medians[0]:.0f}, the other {medians[1]:.0f} a second"
    )


@contextlib.contextmanager
def _workers(make: Callable[[int], Work], count: int, delay: float) -> Iterator[list[Any]]:
    connections.close_all()  # a connection is not shared with a fork
    pairs = [FORK.Pipe() for _ in range(count)]
    processes = [FORK.Process(target=_work, args=(make, n, delay, pairs[n][1]), daemon=True) for n in range(count)]
    for process in processes:
        process.start()
    for pipe, _ in pairs:
        pipe.recv()
    yield [pipe for pipe, _ in pairs]
    for pipe, _ in pairs:
        pipe.send(0)
    for process in processes:
        process.join()


def _work(make: Callable[[int], Work], number: int, delay: float, pipe: Any) -> None:
    if delay:
        slow_down(delay)
    work = make(number)
    work()  # opens the till and fills the caches
    pipe.send("ready")
    while seconds := pipe.recv():
        done, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            work()
            done += 1
        pipe.send(done)


def slow_down(seconds: float) -> None:
    """Delays each message of this process to the database, as a network would.

    In the client and not in a proxy, because a proxy takes processor time from both sides on two cores.
    """
    for name in ("query", "commit", "rollback", "autocommit"):
        setattr(MySQLdb.connections.Connection, name, _late(getattr(MySQLdb.connections.Connection, name), seconds))


def _late(method: Callable[..., Any], seconds: float) -> Callable[..., Any]:
    def wait_first(link: Any, *args: Any) -> Any:
        if method.__name__ != "autocommit" or bool(args[0]) != link.get_autocommit():  # otherwise nothing is sent
            time.sleep(seconds)
        return method(link, *args)

    return wait_first
