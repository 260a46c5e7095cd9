"""Records activity for the idle timeout, at most once in a few seconds and without reviving an ended session."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError

from core.db.errors import cannot_write
from sessions_browser.models import BrowserSession
from sessions_browser.services.expiry import idle_end

logger = logging.getLogger("bankportal.sessions")


def touch(session: BrowserSession, at: datetime) -> None:  # guard: touch-condition
    """Records that the session was active, unless that was recorded within `BROWSER_SESSION_TOUCH_SECONDS`.

    The conditions are in the UPDATE: it does not change a session that has ended or was replaced by another login since
    it was read, and of two requests at once only one writes.

    A database that refuses to write at the moment (read-only, full, the row locked) does not fail the request: the
    activity is not recorded, and other writes of the request fail on their own.
    """
    latest = at - timedelta(seconds=settings.BROWSER_SESSION_TOUCH_SECONDS)
    if session.last_active_at > latest:
        return
    try:
        BrowserSession.objects.filter(
            pk=session.pk, session_token=session.session_token, last_active_at__lte=latest, expires_at__gt=at
        ).update(last_active_at=at, expires_at=idle_end(at, session.absolute_expires_at))
    except OperationalError as exc:
        if not cannot_write(exc):
            raise
        logger.warning("activity of session %s not recorded: %s", session.pk, exc)
