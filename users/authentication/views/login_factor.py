"""The second step of a login, and the login with a passkey alone."""

from typing import Any

from rest_framework.response import Response

from core.api.operations import Operation
from core.api.requests import ApiRequest
from core.authorization.permissions import ALLOW_ANY
from core.exceptions import InvalidRequest, Throttled
from factors.exceptions import LoginFactorInvalid
from factors.relying_party import relying_party_for
from factors.serializers import presented_factor
from sessions_browser import cookies
from sessions_browser.exceptions import BrowserInUse, CrossSiteRequest
from sessions_browser.request_browser import get_request_browser
from users.authentication.factor_login import FactorStep, log_in_with_factor
from users.authentication.factor_serializers import (
    LoginFactorSerializer,
    PasskeyLoginOptionsSerializer,
    PasskeyLoginSerializer,
)
from users.authentication.passkey_login import log_in_with_passkey, passkey_login_options
from users.authentication.second_factors import NO_PASSKEYS
from users.authentication.serializers import SignedInSerializer
from users.authentication.views.login_responses import (
    LoginStepView,
    login_target,
    set_new_browser_id,
    signed_in_response,
)


class LoginFactorView(LoginStepView):
    """Completes a login with a second factor."""

    @Operation(
        "sign_in_with_factor", "Complete a login with a second factor",
        "Send the challenge with exactly one of the three factors. `transport` and `bind_browser` are those of "
        "`login/`. The challenge belongs to the client of `login/`, as a token would; it is valid for five minutes, "
        "works once, and ends after five wrong codes. The new session has proved itself for five minutes.",
        allow=ALLOW_ANY,
        body=LoginFactorSerializer,
        response=SignedInSerializer,
        raises=(LoginFactorInvalid, CrossSiteRequest, BrowserInUse, Throttled),
    )  # fmt: skip
    def post(self, request: ApiRequest, body: dict[str, Any]) -> Response:
        http_request = request.http_request
        step = FactorStep(
            challenge=body["challenge"],
            presented=presented_factor(body),
            browser=get_request_browser(http_request),
            browser_id=cookies.browser_id_of(http_request),
            rp=relying_party_for(http_request),
            client=request.client,
        )
        done = log_in_with_factor(step)
        return signed_in_response(request, done.signed_in, done.transport)


class PasskeyLoginOptionsView(LoginStepView):
    """Begins a login with a passkey alone. Writes nothing, so it has no limit."""

    @Operation(
        "get_passkey_login_options", "Get the options of a login with a passkey",
        "For `navigator.credentials.get()`. They name no account: the browser offers the passkeys that it has.",
        allow=ALLOW_ANY,
        response=PasskeyLoginOptionsSerializer,
        raises=(CrossSiteRequest,),
    )  # fmt: skip
    def post(self, request: ApiRequest) -> dict[str, Any]:
        rp = relying_party_for(request.http_request)
        if rp is None:
            raise InvalidRequest(NO_PASSKEYS)
        return passkey_login_options(rp, get_request_browser(request.http_request).browser_hash)


class PasskeyLoginView(LoginStepView):
    """Logs a user in with a passkey alone."""

    @Operation(
        "sign_in_with_passkey", "Sign in with a passkey",
        "Neither e-mail nor password is needed, and no further factor. `transport` and `bind_browser` are as in "
        "`login/`.",
        allow=ALLOW_ANY,
        body=PasskeyLoginSerializer,
        response=SignedInSerializer,
        raises=(LoginFactorInvalid, CrossSiteRequest, BrowserInUse, Throttled),
    )  # fmt: skip
    def post(self, request: ApiRequest, body: dict[str, Any]) -> Response:
        target = login_target(request, body)
        signed_in = log_in_with_passkey(
            challenge=body["challenge"],
            credential=body["credential"],
            target=target,
            sent_browser_hash=get_request_browser(request.http_request).browser_hash,
            client=request.client,
        )
        response = signed_in_response(request, signed_in, target.transport)
        set_new_browser_id(request, response, target)
        return response
