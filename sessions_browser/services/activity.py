"""Records activity for the idle timeout, without reviving an ended session."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError

from core.db.errors import cannot_write
from sessions_browser.models import BrowserSession
from sessions_browser.services.activity_writer import running
from sessions_browser.services.expiry import idle_end

logger = logging.getLogger("bankportal.sessions")
# Seconds that a collected activity may take to be written. A session that could expire earlier is written at once.
WRITE_DELAY = 10


def touch(session: BrowserSession, at: datetime) -> None:  # guard: touch-condition
    """Records that the session was active.

    A process that serves requests collects the times and writes them together (`activity_writer`): a write with its
    commit takes longer than all other work of a simple request (0.8 of 1.5 ms). If the session could expire before
    that write, it is written here, so that the idle timeout is exact in every process.

    Other processes write here, unless an activity was recorded within `BROWSER_SESSION_TOUCH_SECONDS`.
    """
    interval = settings.BROWSER_SESSION_TOUCH_SECONDS
    end = idle_end(at, session.absolute_expires_at)
    writer = running() if interval else None
    if writer is not None and (
        session.expires_at >= end or session.expires_at - at > timedelta(seconds=interval + WRITE_DELAY)
    ):
        writer.add(session, at, end)
    elif session.last_active_at <= at - timedelta(seconds=interval):
        _write(session, at, end)


def _write(session: BrowserSession, at: datetime, end: datetime) -> None:
    """Writes the activity of one session now.

    The conditions are in the UPDATE: it does not change a session that has ended or was replaced by another login since
    it was read, and of two requests at once only one writes.

    A database that refuses to write at the moment (read-only, full, the row locked) does not fail the request: the
    activity is not recorded, and other writes of the request fail on their own.
    """
    latest = at - timedelta(seconds=settings.BROWSER_SESSION_TOUCH_SECONDS)
    try:
        BrowserSession.objects.filter(
            pk=session.pk, session_token=session.session_token, last_active_at__lte=latest, expires_at__gt=at
        ).update(last_active_at=at, expires_at=end)
    except OperationalError as exc:
        if not cannot_write(exc):
            raise
        logger.warning("activity of session %s not recorded: %s", session.pk, exc)
