"""`/api/audit/`: the trail, for managers."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from audit.events import Event
from audit.selectors import find_events
from audit.serializers import AuditEventSerializer
from core.access import requires
from core.authorization.capabilities import Capability
from core.openapi import DAYS, PAGE, errors, id_parameter, paged
from core.pagination import page_of
from core.query import days, one_of, whole_number
from core.views import ApiView


class AuditEventsView(ApiView):
    """The list, newest first."""

    access = {"GET": requires(Capability.VIEW_AUDIT_LOG)}
    query_parameters = {
        "GET": [
            OpenApiParameter("event", str, enum=Event.values),
            id_parameter("user", "Whom it concerns."),
            *DAYS,
            *PAGE,
        ]
    }

    @extend_schema(
        operation_id="list_audit_events",
        summary="Read the audit trail",
        responses={200: paged(AuditEventSerializer), **errors(400, 401, 403, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        since, before = days(request)
        events = find_events(
            event=one_of(request, "event", Event.values),
            user_id=whole_number(request, "user"),
            since=since,
            before=before,
        )
        return page_of(events, AuditEventSerializer, request, self)
