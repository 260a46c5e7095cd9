"""Changes and resets passwords."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import error_responses
from core.api.serializers import validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import ALLOW_ANY, requires
from core.client_info import get_client_info
from sessions_browser.authentication import session_of
from users.authentication.passwords import change_password, confirm_reset, request_reset
from users.authentication.serializers import (
    PasswordChangeSerializer,
    PasswordResetConfirmSerializer,
    PasswordResetSerializer,
)
from users.request import current_user


class PasswordChangeView(ApiView):
    """Changes the password, given the current one."""

    permissions = {"POST": requires(Capability.CHANGE_OWN_PROFILE)}

    @extend_schema(
        operation_id="change_password",
        summary="Change your password",
        description="Ends every other session of yours; this one lives on with the tokens it has.",
        request=PasswordChangeSerializer,
        responses={204: None, **error_responses(400, 401, 403, 415, 429, 503)},
    )
    def post(self, request: Request) -> Response:
        body = validate_body(PasswordChangeSerializer, request.data)
        keep = session_of(request._request)
        change_password(user=current_user(request), keep=keep, client=get_client_info(request._request), **body)
        return Response(status=204)


class PasswordResetView(ApiView):
    """Requests a reset link."""

    permissions = {"POST": ALLOW_ANY}
    ignores_token = True

    @extend_schema(
        operation_id="request_password_reset",
        summary="Ask for a password reset link",
        description=(
            "Accepted for every address; a link is mailed if it is registered, or waits for its confirmation."
        ),
        request=PasswordResetSerializer,
        responses={202: None, **error_responses(400, 415, 429, 503)},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = validate_body(PasswordResetSerializer, request.data)
        request_reset(email=body["email"], client=get_client_info(request._request))
        return Response(status=202)


class PasswordResetConfirmView(ApiView):
    """Sets a password with a reset link."""

    permissions = {"POST": ALLOW_ANY}
    ignores_token = True

    @extend_schema(
        operation_id="confirm_password_reset",
        summary="Set a new password with a mailed link",
        description="Works once, and ends all sessions of the user. Confirms a registration, too.",
        request=PasswordResetConfirmSerializer,
        responses={204: None, **error_responses(400, 415, 429, 503)},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = validate_body(PasswordResetConfirmSerializer, request.data)
        confirm_reset(client=get_client_info(request._request), **body)
        return Response(status=204)
