"""The idle and the absolute timeout of a session."""

from datetime import datetime, timedelta

from django.conf import settings


def idle_end(at: datetime, absolute_end: datetime) -> datetime:
    """When a session active at this moment ends without another request: the earlier of the two timeouts."""
    return min(at + timedelta(seconds=settings.BROWSER_SESSION_LIFETIME), absolute_end)


def absolute_end(opened_at: datetime) -> datetime:
    """When a session opened at this moment ends at the latest; neither requests nor refreshes extend it."""
    return opened_at + timedelta(seconds=settings.BROWSER_SESSION_MAX_AGE)
