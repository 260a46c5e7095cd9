"""Ends expired sessions in a thread of each server process, so that they do not pile up where no scheduled job runs.

No login waits for it: a login that looks for expired sessions and finds none takes 0.25 ms longer.
"""

import random

from django.conf import settings
from django.db import close_old_connections

from core.client_info import SYSTEM_CLIENT, ClientInfo
from core.periodic import PeriodicThread
from sessions_browser.services.cleanup import purge_expired

ROUNDS = 10  # transactions of one purge at most, the rest is left to the next one

_running: "Purger | None" = None


def purge_at_login(client: ClientInfo) -> None:
    """Ends a few expired sessions in a process that has no such thread."""
    if _running is None:
        purge_expired(client)


def create_purger() -> "Purger | None":
    """The thread, not started; None where each login purges."""
    return Purger() if settings.BROWSER_SESSION_PURGE_SECONDS else None


class Purger:
    """Purges once in `BROWSER_SESSION_PURGE_SECONDS`."""

    def __init__(self) -> None:
        self._thread = PeriodicThread("purge", _interval, self._work)

    def start(self) -> None:
        """Starts the thread; from now on the logins of this process leave the purge to it."""
        global _running  # noqa: PLW0603 (one for each process)
        _running = self
        self._thread.start()

    def stop(self, timeout: float) -> bool:
        """Ends the thread without another purge; returns whether it ended in time."""
        global _running  # noqa: PLW0603
        _running = None
        return self._thread.stop(timeout)

    def purge(self) -> None:
        """Ends expired sessions, and deletes rows of the registered kinds, until there are none or `ROUNDS` is over."""
        for _ in range(ROUNDS):
            if _running is not self or not purge_expired(SYSTEM_CLIENT):
                return

    def _work(self) -> None:
        close_old_connections()
        self.purge()


def _interval() -> float:
    """Random around the setting, so that processes that started together do not purge the same rows at once."""
    return random.uniform(0.5, 1.5) * settings.BROWSER_SESSION_PURGE_SECONDS  # noqa: S311 (jitter, not a secret)
