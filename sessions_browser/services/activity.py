"""Records activity for the idle timeout: rarely enough to be cheap, and without reviving an ended session."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError

from core.db.errors import cannot_write
from sessions_browser.models import BrowserSession
from sessions_browser.services.expiry import idle_end

logger = logging.getLogger("bankportal.sessions")


def touch(session: BrowserSession, at: datetime) -> None:  # guard: touch-condition
    """Notes that the session was active, unless that was noted within `BROWSER_SESSION_TOUCH_SECONDS`.

    The conditions are in the UPDATE: a session that has ended or passed to another login since it was read
    is left as it is, and of two requests at once one writes.

    A database that refuses to write at the moment (read-only, full, the row locked) does not fail the request: the
    activity is not recorded, and a write that the request itself makes is refused by itself.
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
