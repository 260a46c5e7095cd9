"""Keeps the idle clock: at most one write in so many seconds, and never one that revives."""

from datetime import datetime, timedelta

from django.conf import settings

from sessions_browser.models import BrowserSession
from sessions_browser.services.limits import idle_end


def touch(session: BrowserSession, at: datetime) -> None:  # guard: touch-condition
    """Notes that the session was active, unless that was noted within `BROWSER_SESSION_TOUCH_SECONDS`.

    The conditions are in the UPDATE: a session that has ended or passed to another login since it was read
    is left as it is, and of two requests at once one writes.
    """
    latest = at - timedelta(seconds=settings.BROWSER_SESSION_TOUCH_SECONDS)
    if session.last_active_at > latest:
        return
    BrowserSession.objects.filter(
        pk=session.pk, session_token=session.session_token, last_active_at__lte=latest, expires_at__gt=at
    ).update(last_active_at=at, expires_at=idle_end(at, session.absolute_expires_at))
