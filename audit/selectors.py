"""Reads the audit log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from audit.models import AuditEvent


@dataclass(frozen=True)
class EventFilters:
    """What events are looked for; None: not asked. `since` ≤ at < `before`."""

    event: str | None = None
    user_id: int | None = None  # whom it concerns
    actor_id: int | None = None  # who did it
    ip_address: str | None = None  # in canonical form
    request_id: str | None = None  # the server's or the client's
    since: datetime | None = None
    before: datetime | None = None


def find_events(wanted: EventFilters) -> QuerySet[AuditEvent]:
    """Events that match all of it."""
    lookups = {
        "event": wanted.event,
        "user_id": wanted.user_id,
        "actor_id": wanted.actor_id,
        "ip_address": wanted.ip_address,
        "at__gte": wanted.since,
        "at__lt": wanted.before,
    }
    events = AuditEvent.objects.filter(**{name: value for name, value in lookups.items() if value is not None})
    return events if wanted.request_id is None else events.filter(of_request(wanted.request_id))


def of_request(request_id: str) -> Q:
    """What was recorded during a request, by the server's id or the client's: each has an index."""
    return Q(request_id=request_id) | Q(client_request_id=request_id)
