"""Reads the audit log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from audit.models import AuditEvent
from core.db.filters import filter_given


@dataclass(frozen=True)
class EventFilters:
    """Filters of the audit log; None: not filtered. `since` ≤ at < `before`."""

    event: str | None = None
    user_id: int | None = None  # the subject
    actor_id: int | None = None  # the person who acted
    ip_address: str | None = None  # in canonical form
    request_id: str | None = None  # the server's or the client's
    since: datetime | None = None
    before: datetime | None = None


def find_events(filters: EventFilters) -> QuerySet[AuditEvent]:
    """The events that match all filters."""
    events = filter_given(
        AuditEvent.objects.all(),
        event=filters.event,
        user_id=filters.user_id,
        actor_id=filters.actor_id,
        ip_address=filters.ip_address,
        at__gte=filters.since,
        at__lt=filters.before,
    )
    return events if filters.request_id is None else events.filter(of_request(filters.request_id))


def of_request(request_id: str) -> Q:
    """The events of a request, by the server's id or the client's; both have an index."""
    return Q(request_id=request_id) | Q(client_request_id=request_id)
