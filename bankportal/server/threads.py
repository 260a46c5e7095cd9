"""The threads that run requests: a fixed number of daemon threads, first come, first served."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, NamedTuple


class NoFreeThread(Exception):
    """No thread was free within the queue timeout; the request has not been started."""


class _Job(NamedTuple):
    work: Callable[[], Any]
    future: "asyncio.Future[Any]"
    start_before: float


class RequestThreads:
    """Runs blocking work away from the event loop.

    The idle thread that was used last is used next: under light load one thread, one database connection and one
    processor's cache do all the work (with the threads in turn, a request took a quarter longer). The threads live as
    long as the process. They are daemon threads, so that one that waits for a hanging dependency does not keep the
    process from ending.
    """

    def __init__(self, count: int, *, queue_timeout: float, name: str) -> None:
        self._queue_timeout = queue_timeout  # seconds
        self._lock = threading.Lock()
        self._waiting: deque[_Job] = deque()
        self._idle: list[SimpleQueue[_Job]] = []  # a queue of its own for each idle thread
        for number in range(count):
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True).start()

    def submit(self, work: Callable[[], Any]) -> "asyncio.Future[Any]":
        """A future for the result of `work`; raises NoFreeThread if it could not start within the queue timeout."""
        future = asyncio.get_running_loop().create_future()
        job = _Job(work, future, time.monotonic() + self._queue_timeout)
        with self._lock:
            if not self._idle:
                self._waiting.append(job)
                return future
            thread = self._idle.pop()
        thread.put(job)
        return future

    def _run(self) -> None:
        own: SimpleQueue[_Job] = SimpleQueue()
        while True:
            with self._lock:
                job = self._waiting.popleft() if self._waiting else None
                if job is None:
                    self._idle.append(own)
            if not _finish(job or own.get()):
                return


def _finish(job: _Job) -> bool:
    """Runs the job and sets its result; returns False where the event loop is closed."""
    result: Any = None
    error: Exception | None = None
    if time.monotonic() > job.start_before:
        error = NoFreeThread()
    else:
        try:
            result = job.work()
        except Exception as exc:  # noqa: BLE001 (raised again where the future is awaited)
            error = exc
    try:
        job.future.get_loop().call_soon_threadsafe(_resolve, job.future, result, error)
    except RuntimeError:  # the loop has been closed: the process is ending
        return False
    return True


def _resolve(future: "asyncio.Future[Any]", result: Any, error: Exception | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
