"""`/api/sessions/`: lists and ends sessions."""

from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import PAGINATION_PARAMS, error_responses, id_parameter, paginated_schema
from core.api.pagination import paginated_response
from core.api.query_params import int_param
from core.api.serializers import StrictSerializer, validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import get_client_info
from sessions_browser import cookies
from sessions_browser.authentication import session_of
from sessions_browser.permissions import visible_user
from sessions_browser.selectors import active_sessions_of
from sessions_browser.serializers import SessionSerializer
from sessions_browser.services.revoke import revoke_others, revoke_session


class SessionsView(ApiView):
    """Lists sessions."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS)}
    query_parameters = {"GET": [id_parameter("user", "Managers only: whose sessions."), *PAGINATION_PARAMS]}

    @extend_schema(
        operation_id="list_sessions",
        summary="List live sessions",
        description="Your own; for managers, with `user`, anybody's.",
        responses={200: paginated_schema(SessionSerializer), **error_responses(400, 401, 403, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        user_id = visible_user(request.user, int_param(request, "user"))
        record_read_by(request, Event.PERSON_READ, [user_id], list="sessions")
        return paginated_response(
            active_sessions_of(user_id), SessionSerializer, request, self, current=session_of(request._request)
        )


class SessionView(ApiView):
    """Ends one session."""

    permissions = {"DELETE": requires(Capability.CHANGE_OWN_PROFILE)}

    @extend_schema(
        operation_id="end_session",
        summary="End a session",
        description="Your own; for managers, anybody's. No token of it is accepted afterwards.",
        request=None,
        responses={204: None, **error_responses(401, 403, 404, 429, 503)},
    )
    def delete(self, request: Request, session_id: int) -> Response:
        revoke_session(session_id=session_id, actor=request.user, client=get_client_info(request._request))
        response = Response(status=204)
        current = session_of(request._request)
        if current is not None and current.pk == session_id:
            cookies.clear_tokens(response)
        return response


class RevokeOthersView(ApiView):
    """Ends all other sessions."""

    permissions = {"POST": requires(Capability.CHANGE_OWN_PROFILE)}

    @extend_schema(
        operation_id="end_other_sessions",
        summary="End all your other sessions",
        request=None,
        responses={
            200: inline_serializer("Revoked", {"revoked": serializers.IntegerField()}),
            **error_responses(400, 401, 403, 415, 429, 503),
        },
    )
    def post(self, request: Request) -> Response:
        validate_body(StrictSerializer, request.data)  # no body, or `{}`
        current: Any = session_of(request._request)
        return Response({"revoked": revoke_others(current=current, client=get_client_info(request._request))})
