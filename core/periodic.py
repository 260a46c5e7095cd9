"""A daemon thread of a server process that does its work again and again, and once more when it is stopped."""

import logging
import threading
from collections.abc import Callable

logger = logging.getLogger("bankportal.server")


class PeriodicThread:
    """Calls `work` every `interval()` seconds. An unexpected error is logged, and the thread goes on."""

    def __init__(self, name: str, interval: Callable[[], float], work: Callable[[], None]) -> None:
        self._name, self._interval, self._work = name, interval, work
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self, timeout: float) -> bool:
        """Lets it work once more and end; returns whether it ended in time."""
        self._stopping.set()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def work_safely(self) -> None:
        """Calls `work`, and logs an unexpected error."""
        try:
            self._work()
        except Exception:
            logger.exception("unexpected error in the thread %r", self._name)

    def _run(self) -> None:
        while not self._stopping.wait(self._interval()):
            self.work_safely()
        self.work_safely()
