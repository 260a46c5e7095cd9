"""Runs checks that may hang in threads of their own, one at a time."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from typing import Generic, TypeVar

logger = logging.getLogger("bankportal.health")
FRESH = 1.0  # seconds that a result is reused, so that many requests cause one check a second

Result = dict[str, str]
T = TypeVar("T")


class Probe(Generic[T]):
    """A check of one thing this server depends on.

    `failed` is the result where the check raises or is not finished in time. Nobody waits for its thread, and
    it is not started twice, so that a process has at most one hanging thread for each check. A result is reused for
    `fresh` seconds (`FRESH` without it).
    """

    def __init__(self, name: str, check: Callable[[], T], failed: T, *, fresh: float | None = None) -> None:
        self._name, self._check, self._failed, self._fresh = name, check, failed, fresh
        self._lock = threading.Lock()
        self._current: Future[T] | None = None
        self._finished_at = 0.0

    def start(self) -> "Future[T]":
        """The running check, or one that has just finished, or a new one."""
        with self._lock:
            current = self._current
            if current is None or (current.done() and time.monotonic() - self._finished_at >= self._seconds()):
                current = self._current = Future()
                threading.Thread(target=self._run, args=(current,), name=f"probe-{self._name}", daemon=True).start()
            return current

    def result(self, current: "Future[T]", seconds: float) -> T:
        """The result of a started check; waits for it up to so many seconds."""
        try:
            return current.result(seconds)
        except NotInTime:
            logger.warning("not ready: %s did not answer in time", self._name)
            return self._failed

    def _seconds(self) -> float:
        return FRESH if self._fresh is None else self._fresh

    def forget(self) -> None:
        """Makes the next `start` run a new check (for tests)."""
        with self._lock:
            self._current = None

    def _run(self, current: "Future[T]") -> None:
        try:
            result = self._check()
        except Exception as exc:  # noqa: BLE001 (whatever a driver raises, the server is not ready)
            logger.warning("not ready: %s: %s", self._name, exc)
            result = self._failed
        self._finished_at = time.monotonic()
        current.set_result(result)
