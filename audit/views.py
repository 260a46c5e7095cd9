"""`/api/audit/`: the audit log, for managers."""

from functools import partial
from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from audit.csv_export import MAX_EVENTS, to_csv
from audit.events import Event
from audit.selectors import EventFilters, find_events
from audit.serializers import AuditEventSerializer
from audit.services import record_audit_read
from core.api.openapi import DATE_RANGE_PARAMS, PAGINATION_PARAMS, error_responses, id_parameter, paginated_schema
from core.api.pagination import paginated_response
from core.api.query_params import choice_param, date_range, get_param, int_param
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import get_client_info, parse_address
from core.exceptions import InvalidRequest
from core.logging.request_ids import is_request_id


class AuditEventsView(ApiView):
    """Lists events, newest first."""

    permissions = {"GET": requires(Capability.VIEW_AUDIT_LOG)}
    query_parameters = {
        "GET": [
            OpenApiParameter("event", str, enum=Event.values),
            id_parameter("user", "Filter by subject id."),
            id_parameter("actor", "Filter by actor id."),
            OpenApiParameter("ip_address", str, description="An IPv4 or IPv6 address."),
            OpenApiParameter(
                "request_id",
                {"type": "string", "pattern": "^[A-Za-z0-9-]{8,64}$"},
                description="Of a response's `X-Request-Id`, or the one that the client sent.",
            ),
            *DATE_RANGE_PARAMS,
            OpenApiParameter("format", str, enum=["json", "csv"], default="json"),
            *PAGINATION_PARAMS,
        ]
    }

    @extend_schema(
        operation_id="list_audit_events",
        summary="List audit events",
        description=f"Newest first. `format=csv` is one file of up to {MAX_EVENTS:,} events, without pages.",
        responses={
            (200, "application/json"): paginated_schema(AuditEventSerializer),
            (200, "text/csv"): OpenApiTypes.STR,
            **error_responses(400, 401, 403, 429, 503),
        },
    )
    def get(self, request: Request) -> Any:
        form, filters = choice_param(request, "format", ["json", "csv"]) or "json", _filters(request)
        if form == "csv":
            return _csv(request, filters)
        shown = partial(_record_read, request, filters)
        return paginated_response(find_events(filters), AuditEventSerializer, request, self, shown=shown)


def _filters(request: Request) -> EventFilters:
    since, before = date_range(request)
    return EventFilters(
        event=choice_param(request, "event", Event.values),
        user_id=int_param(request, "user"),
        actor_id=int_param(request, "actor"),
        ip_address=_address(request),
        request_id=_request_id(request),
        since=since,
        before=before,
    )


def _address(request: Request) -> str | None:
    """The address in the form in which it is recorded."""
    text = get_param(request, "ip_address")
    if text is None:
        return None
    address = parse_address(text)
    if address is None:
        raise InvalidRequest(ip_address="Must be an IPv4 or IPv6 address.")
    return str(address)


def _request_id(request: Request) -> str | None:
    text = get_param(request, "request_id")
    if text is not None and not is_request_id(text):
        raise InvalidRequest(request_id="Must be 8 to 64 letters, digits and hyphens.")
    return text


def _csv(request: Request, filters: EventFilters) -> StreamingHttpResponse:
    for name in ("cursor", "page_size"):
        if get_param(request, name) is not None:
            raise InvalidRequest(**{name: "CSV has no pages."})
    events = list(find_events(filters).order_by("-id")[: MAX_EVENTS + 1])
    if len(events) > MAX_EVENTS:
        raise InvalidRequest(to=f"More than {MAX_EVENTS:,} events: choose a shorter period or other filters.")
    _record_read(request, filters, events, format="csv")
    return StreamingHttpResponse(
        to_csv(events),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit-events.csv"'},
    )


def _record_read(request: Request, filters: EventFilters, _events: Any, **about: Any) -> None:
    actor_id: Any = request.user.pk
    record_audit_read(client=get_client_info(request._request), actor_id=actor_id, user_id=filters.user_id, **about)
