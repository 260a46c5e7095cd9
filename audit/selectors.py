"""Reads the audit trail."""

from datetime import datetime

from django.db.models import QuerySet

from audit.models import AuditEvent


def find_events(
    *, event: str | None, user_id: int | None, since: datetime | None, before: datetime | None
) -> QuerySet[AuditEvent]:
    """Events that match; `user_id` finds what concerns a person, `since` ≤ at < `before`."""
    events = AuditEvent.objects.all()
    if event is not None:
        events = events.filter(event=event)
    if user_id is not None:
        events = events.filter(user_id=user_id)
    if since is not None:
        events = events.filter(at__gte=since)
    if before is not None:
        events = events.filter(at__lt=before)
    return events
