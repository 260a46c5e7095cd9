"""`/api/audit/`: the audit log, for managers."""

from functools import partial
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext, ngettext
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers

from audit.csv_export import MAX_EVENTS, to_csv
from audit.events import Event
from audit.selectors import EventFilters, find_events
from audit.serializers import AuditEventSerializer
from audit.services import record_audit_read
from core.api.openapi import paginated_schema
from core.api.operations import Operation
from core.api.pagination import paginated_response
from core.api.query import ChoiceParameter, IdParameter, PageSerializer, PeriodSerializer, TextParameter, instants
from core.api.requests import ApiRequest
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import parse_address
from core.csv_export import csv_response
from core.exceptions import InvalidRequest
from core.logging.request_ids import is_request_id


class AddressParameter(TextParameter):
    """An address, in the form in which it is recorded."""

    def to_internal_value(self, data: Any) -> str:
        """The address in its usual form."""
        address = parse_address(data)
        if address is None:
            raise serializers.ValidationError(gettext("Must be an IPv4 or IPv6 address."))
        return str(address)


class RequestIdParameter(TextParameter):
    """The id of a request."""

    def to_internal_value(self, data: Any) -> str:
        """The id."""
        if not is_request_id(data):
            raise serializers.ValidationError(gettext("Must be 8 to 64 letters, digits and hyphens."))
        return str(data)


class AuditFilters(PeriodSerializer, PageSerializer):
    """The filters of the list."""

    event = ChoiceParameter(Event.values)
    user = IdParameter("Filter by subject id.")
    actor = IdParameter("Filter by actor id.")
    ip_address = AddressParameter("An IPv4 or IPv6 address.")
    request_id = RequestIdParameter(
        "Of a response's `X-Request-Id`, or the one that the client sent.",
        schema={"type": "string", "pattern": "^[A-Za-z0-9-]{8,64}$"},
    )
    format = ChoiceParameter(["json", "csv"], default="json")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuses the parameters of a page for CSV."""
        for name in ("cursor", "page_size"):
            if attrs["format"] == "csv" and name in attrs:
                raise serializers.ValidationError({name: gettext("CSV has no pages.")})
        return super().validate(attrs)


class AuditEventsView(ApiView):
    """Lists events, newest first."""

    @Operation(
        "list_audit_events", "List audit events",
        f"Newest first. `format=csv` is one file of up to {MAX_EVENTS:,} events, without pages.",
        allow=requires(Capability.VIEW_AUDIT_LOG),
        query=AuditFilters,
        response={"application/json": paginated_schema(AuditEventSerializer), "text/csv": OpenApiTypes.STR},
    )  # fmt: skip
    def get(self, request: ApiRequest, query: dict[str, Any]) -> Any:
        filters = _filters(query)
        if query["format"] == "csv":
            return _csv(request, filters)
        shown = partial(_record_read, request, filters)
        return paginated_response(find_events(filters), AuditEventSerializer, request, self, shown=shown)


def _filters(query: dict[str, Any]) -> EventFilters:
    since, before = instants(query)
    return EventFilters(
        event=query["event"],
        user_id=query["user"],
        actor_id=query["actor"],
        ip_address=query["ip_address"],
        request_id=query["request_id"],
        since=since,
        before=before,
    )


def _csv(request: ApiRequest, filters: EventFilters) -> StreamingHttpResponse:
    events = list(find_events(filters).order_by("-id")[: MAX_EVENTS + 1])
    if len(events) > MAX_EVENTS:
        text = ngettext(
            "More than %(most)s event: choose a shorter period or other filters.",
            "More than %(most)s events: choose a shorter period or other filters.",
            MAX_EVENTS,
        )
        raise InvalidRequest(to=text % {"most": f"{MAX_EVENTS:,}"})
    _record_read(request, filters, events, format="csv")
    return csv_response(to_csv(events), filename="audit-events.csv")


def _record_read(request: ApiRequest, filters: EventFilters, _events: Any, **about: Any) -> None:
    actor_id: Any = request.user.pk
    record_audit_read(client=request.client, actor_id=actor_id, user_id=filters.user_id, **about)
