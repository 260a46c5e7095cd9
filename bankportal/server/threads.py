"""The threads that run requests: a fixed number of daemon threads, first come, first served."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple


class NoFreeThread(Exception):
    """The request waited longer than it may before a thread was free; it has not been started."""


class _Job(NamedTuple):
    work: Callable[[], Any]
    future: "asyncio.Future[Any]"
    start_before: float


class RequestThreads:
    """Runs blocking work away from the event loop.

    The threads live as long as the process, so each keeps its database connection. They are daemon threads: one
    that waits for a dependency that hangs does not keep the process from ending.
    """

    def __init__(self, count: int, *, queue_timeout: float, name: str) -> None:
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._queue_timeout = queue_timeout  # seconds
        for number in range(count):
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True).start()

    def submit(self, work: Callable[[], Any]) -> "asyncio.Future[Any]":
        """A future for the result of `work`; raises NoFreeThread if it could not start within the queue timeout."""
        future = asyncio.get_running_loop().create_future()
        self._jobs.put(_Job(work, future, time.monotonic() + self._queue_timeout))
        return future

    def _run(self) -> None:
        while True:
            job = self._jobs.get()
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
                return


def _resolve(future: "asyncio.Future[Any]", result: Any, error: Exception | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
