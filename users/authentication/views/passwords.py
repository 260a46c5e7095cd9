"""Changes and resets passwords."""

from typing import Any

from core.api.operations import Operation
from core.api.requests import ApiRequest
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import ALLOW_ANY, requires
from sessions_browser.authentication import session_of
from users.authentication.passwords import change_password, confirm_reset, request_reset
from users.authentication.serializers import (
    PasswordChangeSerializer,
    PasswordResetConfirmSerializer,
    PasswordResetSerializer,
)
from users.request import UserRequest


class PasswordChangeView(ApiView):
    """Changes the password, given the current one."""

    open_without_factor = True

    @Operation(
        "change_password", "Change your password",
        "Ends every other session of yours; this one lives on with the tokens it has.",
        allow=requires(Capability.CHANGE_OWN_PROFILE),
        body=PasswordChangeSerializer,
        status=204,
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> None:
        change_password(user=request.user, keep=session_of(request.http_request), client=request.client, **body)


class PasswordResetView(ApiView):
    """Requests a reset link."""

    ignores_token = True

    @Operation(
        "request_password_reset", "Ask for a password reset link",
        "Accepted for every address; a link is mailed if it is registered, or waits for its confirmation.",
        allow=ALLOW_ANY,
        body=PasswordResetSerializer,
        status=202,
    )  # fmt: skip
    def post(self, request: ApiRequest, body: dict[str, Any]) -> None:
        request_reset(email=body["email"], client=request.client)


class PasswordResetConfirmView(ApiView):
    """Sets a password with a reset link."""

    ignores_token = True

    @Operation(
        "confirm_password_reset", "Set a new password with a mailed link",
        "Works once, and ends all sessions of the user. Confirms a registration, too.",
        allow=ALLOW_ANY,
        body=PasswordResetConfirmSerializer,
        status=204,
    )  # fmt: skip
    def post(self, request: ApiRequest, body: dict[str, Any]) -> None:
        confirm_reset(client=request.client, **body)
