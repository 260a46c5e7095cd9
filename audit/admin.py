"""The audit log in the admin, read-only."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from audit import admin_columns as columns
from audit.admin_reads import RecordedAdmin
from audit.admin_search import HELP, find_events
from audit.csv_export import MAX_EVENTS, to_csv
from audit.events import Event
from audit.models import AuditEvent
from audit.services import record_audit_read
from core.admin.filters import DateRangeFilter
from core.admin.links import Link
from core.authorization.capabilities import Capability
from core.client_info import get_client_info
from core.csv_export import csv_response
from core.validation import is_id

if TYPE_CHECKING:
    ChosenFilter = admin.SimpleListFilter
    TypedFilter = admin.SimpleListFilter
else:
    # Unfold has no types.
    from unfold.contrib.filters.admin import DropdownFilter as ChosenFilter
    from unfold.contrib.filters.admin import TextFilter as TypedFilter

TOO_MANY = f"More than {MAX_EVENTS:,} events: choose a shorter period or other filters. Nothing was downloaded."


class EventFilter(ChosenFilter):
    """By event, from the enum: Django's own filter would select the distinct values of the whole table."""

    title = parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """All events."""
        return list(Event.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the chosen event."""
        return queryset.filter(event=self.value()) if self.value() else queryset


class ObjectFilter(TypedFilter):
    """By an object in the details, such as `loan-8`. They have no index: the user or the event must be given, too."""

    title = parameter_name = "object"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The events of the object."""
        if not self.value():
            return queryset
        name, _, value = str(self.value()).partition("-")
        if name not in columns.OBJECTS or not is_id(value):
            raise IncorrectLookupParameters("Must be an object and its number, such as loan-8.")
        if not {"user_id", "actor_id", "event", "q"} & {given for given, text in request.GET.items() if text}:
            return queryset.none()
        return queryset.filter(**{f"details__{name}": value if name == "account" else int(value)})


def _link(name: str) -> Link:
    title, page, lookup = columns.OBJECTS[name]
    return Link(title, page, lambda event: {lookup: event.details[name]} if columns.object_url(event, name) else None)


@admin.register(AuditEvent)
class AuditEventAdmin(RecordedAdmin):
    """Newest first."""

    heading, noun, nouns = "Audit log", "event", "events"
    view_capability = Capability.VIEW_AUDIT_LOG
    list_display = ["at", columns.EVENT, columns.SUBJECT, columns.ACTOR, columns.OBJECT, columns.AMOUNT,
                    columns.ADDRESS]  # fmt: skip
    list_filter = [EventFilter, ObjectFilter, ("at", DateRangeFilter)]
    list_before_template = "admin/audit_export.html"
    search_fields = ["user_id", "actor_id", "ip_address", "request_id", "client_request_id"]
    search_help_text = HELP
    ordering = ["-id"]
    fields = ["at", columns.EVENT, columns.SUBJECT, columns.ACTOR, columns.DETAILS, columns.IP_ADDRESS, columns.BROWSER,
              "user_agent", "request_id", "client_request_id"]  # fmt: skip
    link_lookups = frozenset({"user_id", "actor_id"})
    links = [
        Link("Subject", "users_user", lambda event: event.user_id),
        Link("Actor", "users_user", lambda event: event.actor_id),
        *(_link(name) for name in columns.OBJECTS),
    ]

    def row_title(self, row: AuditEvent) -> str:
        """The event and its number."""
        return f"{columns.event_label(row)} (No. {row.pk})"

    def load_rows(self, rows: Sequence[AuditEvent]) -> None:
        """The people of the events."""
        columns.read_people(rows)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Compares whole values, so that the search uses indexes."""
        return find_events(queryset, search_term), False

    def get_urls(self) -> list[URLPattern]:
        """With the download of the list."""
        export = path("export/", self.admin_site.admin_view(self.export_csv), name="audit_auditevent_export")
        return [export, *super().get_urls()]

    def export_csv(self, request: HttpRequest) -> HttpResponse:
        """The events of the list, with its filters and its search, as the API's CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        listed = f"{reverse('admin:audit_auditevent_changelist')}?{request.GET.urlencode()}"
        try:
            found = super(RecordedAdmin, self).get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(listed)
        events = list(found.queryset.order_by("-id")[: MAX_EVENTS + 1])
        if len(events) > MAX_EVENTS:
            self.message_user(request, TOO_MANY, "ERROR")
            return HttpResponseRedirect(listed)
        self._record(request, format="csv")
        return csv_response(to_csv(events), filename="audit-events.csv")  # type: ignore[return-value]

    def record_shown(self, request: HttpRequest, rows: Iterable[Any]) -> None:
        """Records the read of the log, once an hour for each user whose events are filtered for."""
        self._record(request)

    def _record(self, request: HttpRequest, **about: Any) -> None:
        actor_id, asked_for = getattr(request.user, "pk", None), request.GET.get("user_id", "")
        if actor_id is not None:
            user_id = int(asked_for) if is_id(asked_for) else None
            record_audit_read(client=get_client_info(request), actor_id=actor_id, user_id=user_id, **about)
