"""The audit log in the admin, read-only."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from audit.admin_reads import RecordedAdmin
from audit.events import Event
from audit.models import AuditEvent
from audit.selectors import of_request
from audit.services import record_audit_read
from core.admin.filters import DateRangeFilter
from core.admin.links import Link, related_link
from core.authorization.capabilities import Capability
from core.client_info import get_client_info, parse_address
from core.logging.request_ids import is_request_id
from core.validation import is_id

if TYPE_CHECKING:
    ChosenFilter = admin.SimpleListFilter
else:
    from unfold.contrib.filters.admin import DropdownFilter as ChosenFilter  # has no types


class EventFilter(ChosenFilter):
    """By event, from the enum: Django's own filter would select the distinct values of the whole table."""

    title = parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """All events."""
        return list(Event.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the chosen event."""
        return queryset.filter(event=self.value()) if self.value() else queryset


def _named(detail: str, lookup: str) -> Callable[[AuditEvent], dict[str, Any] | None]:
    """A link's target: the list filtered by a detail of the event. A list, because a session may be gone."""
    return lambda event: {lookup: event.details[detail]} if detail in event.details else None


@admin.register(AuditEvent)
class AuditEventAdmin(RecordedAdmin):
    """Newest first. The search takes ids of users, addresses, and ids of requests."""

    view_capability = Capability.VIEW_AUDIT_LOG
    list_display = ["at", "event", related_link("user_id", "users_user", "subject"),
                    related_link("actor_id", "users_user", "actor"), "ip_address", "request_id"]  # fmt: skip
    list_filter = [EventFilter, ("at", DateRangeFilter)]
    search_fields = ["user_id", "actor_id", "ip_address", "request_id", "client_request_id"]
    search_help_text = "The id of a user, an address, or the id of a request (ours or the client's)"
    ordering = ["-id"]
    link_lookups = frozenset({"user_id", "actor_id"})
    links = [
        Link("Subject", "users_user", lambda event: event.user_id),
        Link("Actor", "users_user", lambda event: event.actor_id),
        Link("Account", "accounts_account", _named("account", "number")),
        Link("Transaction", "transactions_transaction", _named("transaction", "id__exact")),
        Link("Loan", "loans_loan", _named("loan", "id__exact")),
        Link("Session", "sessions_browser_browsersession", _named("session", "id__exact")),
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Compares each word with whole values, so that the search uses indexes."""
        for word in search_term.split():
            queryset = queryset.filter(_matching(word))
        return queryset, False

    def record_shown(self, request: HttpRequest, rows: Iterable[Any]) -> None:
        """Records the read of the log, once an hour for each user whose events are filtered for."""
        actor_id, asked_for = getattr(request.user, "pk", None), request.GET.get("user_id", "")
        if actor_id is not None:
            user_id = int(asked_for) if is_id(asked_for) else None
            record_audit_read(client=get_client_info(request), actor_id=actor_id, user_id=user_id)


def _matching(word: str) -> Q:
    found = Q(ip_address=str(parse_address(word) or word))
    if is_id(word):
        found |= Q(user_id=int(word)) | Q(actor_id=int(word))
    return found | of_request(word) if is_request_id(word) else found
