"""The audit trail in the admin: to be read."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from audit.events import Event
from audit.models import AuditEvent
from core.admin import ReadOnlyAdmin
from core.admin_finding import DaysFilter, Link, linked
from core.authorization.capabilities import Capability

if TYPE_CHECKING:
    ChosenFilter = admin.SimpleListFilter
else:
    from unfold.contrib.filters.admin import DropdownFilter as ChosenFilter  # has no types


class EventFilter(ChosenFilter):
    """By kind, out of the enum: Django would ask the whole trail which kinds there are."""

    title = parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """All kinds."""
        return list(Event.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """That kind."""
        return queryset.filter(event=self.value()) if self.value() else queryset


def _named(detail: str, lookup: str) -> Callable[[AuditEvent], dict[str, Any] | None]:
    """The list's lookup of what an event's details name; a session may be gone, so its list is shown."""
    return lambda event: {lookup: event.details[detail]} if detail in event.details else None


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Newest first."""

    view_capability = Capability.VIEW_AUDIT_LOG
    list_display = ["at", "event", linked("user_id", "users_user", "user"), linked("actor_id", "users_user", "actor"),
                    "ip_address"]  # fmt: skip
    list_filter = [EventFilter, ("at", DaysFilter)]
    search_fields = ["=user_id", "=actor_id", "=ip_address"]
    ordering = ["-id"]
    link_lookups = frozenset({"user_id", "actor_id"})
    links = [
        Link("Whom it concerns", "users_user", lambda event: event.user_id),
        Link("Who did it", "users_user", lambda event: event.actor_id),
        Link("Account", "accounts_account", _named("account", "number")),
        Link("Transaction", "transactions_transaction", _named("transaction", "id__exact")),
        Link("Loan", "loans_loan", _named("loan", "id__exact")),
        Link("Session", "sessions_browser_browsersession", _named("session", "id__exact")),
    ]
