"""The thread of a server process that sends mails: soon after a commit, and those of other processes within seconds."""

import logging
import random
import threading
from collections.abc import Callable

from django.db import Error, close_old_connections, connection

from core.exceptions import Unavailable

logger = logging.getLogger("bankportal.mail")
POLL = 10.0  # seconds between two looks at the queue
# Seconds between a commit and the first attempt: the response is sent first, so its time does not depend on the mail.
DELAY = 0.1
MAX_PAUSE = 300.0  # seconds between two attempts to reach a mail server or database that does not answer

_wanted = threading.Event()


def wake_sender() -> None:
    """Tells the sender of this process, if it has one, that a mail was committed."""
    _wanted.set()


def take_wake_up() -> bool:
    """Whether a mail was committed since the last call (for tests, which send without a thread)."""
    was_set = _wanted.is_set()
    _wanted.clear()
    return was_set


class MailSender:
    """Calls `send` whenever mails may be due, in a daemon thread.

    `send` is called with a function that returns whether no other mail should be begun; it returns whether the mail
    server answered.
    """

    def __init__(self, send: Callable[[Callable[[], bool]], bool]) -> None:
        self._send = send
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mail", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self, timeout: float) -> bool:
        """Ends the thread after the mail that it is sending; returns whether it ended in time."""
        self._stopping.set()
        _wanted.set()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            failures = 0 if self._send_once() else failures + 1
            if failures:
                longest = min(MAX_PAUSE, POLL * 2 ** min(failures - 1, 10))
                self._stopping.wait(random.uniform(longest / 2, longest))  # noqa: S311 (jitter, not a secret)
            else:
                _wanted.wait(random.uniform(POLL / 2, POLL))  # noqa: S311 (so that processes do not look at once)
                _wanted.clear()
                self._stopping.wait(DELAY)

    def _send_once(self) -> bool:
        close_old_connections()
        try:
            return self._send(self._stopping.is_set)
        except (Error, Unavailable) as exc:
            logger.error("mails wait, the database does not answer: %s", exc)
        except Exception:
            logger.exception("mails wait: an unexpected error")
        connection.close()
        return False
