"""Writes the activity of all sessions of a process in one statement a second, in a thread of its own.

A killed process loses what it has collected since its last write. A process that is stopped writes it first.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import Error, close_old_connections, connection

from core.clock import now
from core.periodic import PeriodicThread
from sessions_browser.models import BrowserSession

logger = logging.getLogger("bankportal.sessions")
BATCH = 200  # sessions in a statement: the database compares each of its rows with each of them

_running: "ActivityWriter | None" = None


class Activity(NamedTuple):
    """The last activity of a session, and when the session ends without another."""

    session_token: str
    at: datetime
    expires_at: datetime


Collected = dict[int, Activity]  # by the id of the row


def running() -> "ActivityWriter | None":
    """The writer of this process, if it has one."""
    return _running


class ActivityWriter:
    """Collects activity, and writes it once in `BROWSER_SESSION_TOUCH_SECONDS`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._collected: Collected = {}
        self._thread = PeriodicThread("activity", lambda: settings.BROWSER_SESSION_TOUCH_SECONDS or 1, self._work)
        self._failed = False

    def start(self) -> None:
        """Starts the thread; from now on the requests of this process use it."""
        global _running  # noqa: PLW0603 (one for each process)
        _running = self
        self._thread.start()

    def stop(self, timeout: float) -> bool:
        """Writes what is collected and ends the thread; returns whether it ended in time.

        Later requests write their activity themselves.
        """
        global _running  # noqa: PLW0603
        _running = None
        return self._thread.stop(timeout)

    def add(self, session: BrowserSession, at: datetime, expires_at: datetime) -> None:
        """Replaces an earlier activity of the same session."""
        activity = Activity(session.session_token, at, expires_at)
        with self._lock:
            self._collected[session.pk] = activity

    def flush(self) -> None:
        """Writes what is collected. What the database refuses is written with the next call, if it is still valid."""
        with self._lock:
            collected, self._collected = self._collected, {}
        waiting = sorted(collected.items())  # by key, as every statement that locks several sessions
        while waiting:
            try:
                write(dict(waiting[:BATCH]))
            except Error as exc:
                self._keep(dict(waiting), exc)
                return
            del waiting[:BATCH]
        self._failed = False

    def _keep(self, collected: Collected, exc: Error) -> None:
        with self._lock:
            self._collected = collected | self._collected
        if not self._failed:
            logger.warning("activity of %d sessions is not recorded yet: %s", len(collected), exc)
        self._failed = True
        connection.close()  # it may be lost

    def _work(self) -> None:
        close_old_connections()
        self.flush()


def write(collected: Mapping[int, Activity]) -> None:
    """Writes these activities with one UPDATE.

    Its conditions protect sessions that have ended, expired or were replaced by another login since they were read, and
    keep a later activity that another process has written.
    """
    if not collected:
        return
    moment = connection.ops.adapt_datetimefield_value
    token, token_values = _by_id(collected, lambda activity: activity.session_token)
    at, at_values = _by_id(collected, lambda activity: moment(activity.at))
    end, end_values = _by_id(collected, lambda activity: moment(activity.expires_at))
    ids = list(collected)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE browser_sessions SET expires_at = {end}, last_active_at = {at} "  # noqa: S608 (no text from outside)
            f"WHERE id IN ({', '.join(['%s'] * len(ids))}) AND session_token = {token} "
            f"AND last_active_at < {at} AND expires_at > %s",
            [*end_values, *at_values, *ids, *token_values, *at_values, moment(now())],
        )


def _by_id(collected: Mapping[int, Activity], value: Callable[[Activity], Any]) -> tuple[str, Sequence[Any]]:
    """A CASE over the ids with one value for each, and its parameters."""
    values = [part for pk, activity in collected.items() for part in (pk, value(activity))]
    return f"CASE id {'WHEN %s THEN %s ' * len(collected)}END", values
