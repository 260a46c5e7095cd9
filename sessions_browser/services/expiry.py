"""The two clocks of a session."""

from datetime import datetime, timedelta

from django.conf import settings


def idle_end(at: datetime, absolute_end: datetime) -> datetime:
    """When a session active at this moment ends by itself: idle, or absolutely if that is nearer."""
    return min(at + timedelta(seconds=settings.BROWSER_SESSION_LIFETIME), absolute_end)


def absolute_end(opened_at: datetime) -> datetime:
    """When a session opened at this moment ends whatever happens."""
    return opened_at + timedelta(seconds=settings.BROWSER_SESSION_MAX_AGE)
