"""Changing and resetting a password."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import errors
from core.api.serializers import validated
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import PUBLIC, requires
from core.client_info import client_of
from sessions_browser.authentication import session_of
from users.authentication.passwords import change_password, confirm_reset, request_reset
from users.authentication.serializers import (
    PasswordChangeSerializer,
    PasswordResetConfirmSerializer,
    PasswordResetSerializer,
)
from users.request import caller


class PasswordChangeView(ApiView):
    """A new password for somebody who knows the old one."""

    access = {"POST": requires(Capability.CHANGE_OWN_PROFILE)}

    @extend_schema(
        operation_id="change_password",
        summary="Change your password",
        description="Ends every other session of yours; this one lives on with the tokens it has.",
        request=PasswordChangeSerializer,
        responses={204: None, **errors(400, 401, 403, 415, 429, 503)},
    )
    def post(self, request: Request) -> Response:
        body = validated(PasswordChangeSerializer, request.data)
        keep = session_of(request._request)
        change_password(user=caller(request), keep=keep, client=client_of(request._request), **body)
        return Response(status=204)


class PasswordResetView(ApiView):
    """Asks for a reset link."""

    access = {"POST": PUBLIC}
    ignores_token = True

    @extend_schema(
        operation_id="request_password_reset",
        summary="Ask for a password reset link",
        description=(
            "Accepted for every address; a link is mailed if it is registered, or waits for its confirmation."
        ),
        request=PasswordResetSerializer,
        responses={202: None, **errors(400, 415, 429, 503)},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = validated(PasswordResetSerializer, request.data)
        request_reset(email=body["email"], client=client_of(request._request))
        return Response(status=202)


class PasswordResetConfirmView(ApiView):
    """Uses a reset link."""

    access = {"POST": PUBLIC}
    ignores_token = True

    @extend_schema(
        operation_id="confirm_password_reset",
        summary="Set a new password with a mailed link",
        description="Works once, and ends all sessions of the user. Confirms a registration, too.",
        request=PasswordResetConfirmSerializer,
        responses={204: None, **errors(400, 415, 429, 503)},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = validated(PasswordResetConfirmSerializer, request.data)
        confirm_reset(client=client_of(request._request), **body)
        return Response(status=204)
