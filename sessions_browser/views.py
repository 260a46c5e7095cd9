"""`/api/sessions/`: lists and ends sessions."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.response import Response

from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import paginated_schema
from core.api.operations import Operation
from core.api.pagination import paginated_response
from core.api.query import IdParameter, PageSerializer
from core.api.requests import ApiRequest
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.exceptions import PermissionDenied
from sessions_browser import cookies
from sessions_browser.authentication import require_session, session_of
from sessions_browser.permissions import visible_user
from sessions_browser.selectors import active_sessions_of
from sessions_browser.serializers import SessionSerializer
from sessions_browser.services.revoke import revoke_others, revoke_session


class SessionFilters(PageSerializer):
    """The filter of the list."""

    user = IdParameter("Managers only: whose sessions.")


class SessionsView(ApiView):
    """Lists sessions."""

    open_without_factor = True

    @Operation(
        "list_sessions", "List live sessions", "Your own; for managers, with `user`, anybody's.",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=SessionFilters,
        response=paginated_schema(SessionSerializer),
        raises=(PermissionDenied,),
    )  # fmt: skip
    def get(self, request: ApiRequest, query: dict[str, Any]) -> Response:
        user_id = visible_user(request.user, query["user"])
        record_read_by(request, Event.PERSON_READ, [user_id], list="sessions")
        current = session_of(request.http_request)
        return paginated_response(active_sessions_of(user_id), SessionSerializer, request, self, current=current)


class SessionView(ApiView):
    """Ends one session."""

    open_without_factor = True

    @Operation(
        "end_session", "End a session",
        "Your own; for managers, anybody's. No token of it is accepted afterwards.",
        allow=requires(Capability.CHANGE_OWN_PROFILE),
        status=204,
    )  # fmt: skip
    def delete(self, request: ApiRequest, session_id: int) -> Response:
        revoke_session(session_id=session_id, actor=request.user, client=request.client)
        response = Response(status=204)
        current = session_of(request.http_request)
        if current is not None and current.pk == session_id:
            cookies.clear_tokens(request.http_request, response)
        return response


class RevokeOthersView(ApiView):
    """Ends all other sessions."""

    open_without_factor = True

    @Operation(
        "end_other_sessions", "End all your other sessions",
        allow=requires(Capability.CHANGE_OWN_PROFILE),
        response=inline_serializer("EndedSessions", {"revoked": serializers.IntegerField()}),
    )  # fmt: skip
    def post(self, request: ApiRequest) -> dict[str, int]:
        current = require_session(request.http_request)
        return {"revoked": revoke_others(current=current, client=request.client)}
