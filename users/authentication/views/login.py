"""Login, refresh, logout, auth check."""

from typing import Any

from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import OPTIONAL_AUTH
from core.api.operations import Body, Operation
from core.api.requests import ApiRequest
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import ALLOW_ANY, requires
from core.exceptions import ApplicationError, InvalidRequest, NotAuthenticated, Throttled
from core.idempotency.service import is_valid_key
from factors.login_challenges import FactorDue
from sessions_browser import cookies
from sessions_browser.exceptions import (
    BrowserInUse,
    BrowserMismatch,
    CrossSiteRequest,
    SessionEnded,
    SessionExpired,
    TokenError,
    TokenExpired,
    TokenInvalid,
    TokenKeyUnknown,
    TokenReused,
    TokenSuperseded,
)
from sessions_browser.middleware import bearer_token
from sessions_browser.origin_check import require_same_origin
from sessions_browser.request_browser import get_request_browser
from sessions_browser.services import refresh_tokens
from sessions_browser.tokens import decode_token
from users.authentication.factor_serializers import FactorStepSerializer
from users.authentication.login import log_in, log_out, log_out_browser
from users.authentication.serializers import (
    AuthCheckSerializer,
    LoginSerializer,
    RefreshSerializer,
    SignedInSerializer,
    TokensSerializer,
)
from users.authentication.views.login_responses import (
    LoginStepView,
    factor_due_response,
    login_target,
    set_new_browser_id,
    signed_in_response,
)
from users.exceptions import InvalidCredentials
from users.request import UserRequest

_RETRY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="A retry with it gets the same tokens again."
)


class LoginView(LoginStepView):
    """Logs a user in."""

    @Operation(
        "sign_in", "Sign in",
        "Gives the browser its `browserId` cookie if it has none, and binds the session to it. A script that sends "
        "neither a cookie nor `bind_browser` may go on without the cookie: its tokens are accepted with that "
        "`browserId`, and without any from requests that show no browser. A request shows a browser if it carries "
        "`Origin`, `Referer`, `Sec-Fetch-Site`, `Sec-CH-UA` or a `User-Agent` that begins with `Mozilla/`. "
        "A user with a second factor gets `factor_required` and no session: go on with `login/factor/`.",
        allow=ALLOW_ANY,
        body=LoginSerializer,
        response=PolymorphicProxySerializer(
            "LoginResult", [SignedInSerializer, FactorStepSerializer], resource_type_field_name=None
        ),
        raises=(InvalidCredentials, CrossSiteRequest, BrowserInUse, Throttled),
    )  # fmt: skip
    def post(self, request: ApiRequest, body: dict[str, Any]) -> Response:
        target = login_target(request, body)
        result = log_in(email=body["email"], password=body["password"], target=target, client=request.client)
        if isinstance(result, FactorDue):
            response = factor_due_response(result)
        else:
            response = signed_in_response(request, result, target.transport)
        set_new_browser_id(request, response, target)
        return response


class RefreshView(ApiView):
    """Rotates the tokens."""

    ignores_token = True
    throttle_classes = ()  # has a limit of its own, per session
    clears_cookies = False

    @Operation(
        "refresh_tokens", "Refresh the tokens",
        "The refresh token in the body, or in its cookie; the old one is refused from then on. `token_superseded`: "
        "another tab was faster, take its token. `token_reused`: the session has been ended.",
        allow=ALLOW_ANY,
        body=RefreshSerializer,
        parameters=(_RETRY_KEY,),
        response=TokensSerializer,
        raises=(NotAuthenticated, TokenInvalid, TokenExpired, TokenSuperseded, TokenReused, SessionEnded,
                SessionExpired, BrowserMismatch, CrossSiteRequest, Throttled),
    )  # fmt: skip
    def post(self, request: ApiRequest, body: dict[str, Any]) -> Response:
        raw = body.get("refresh")
        from_cookie = raw is None
        if raw is None:
            raw = cookies.read_cookie(request.http_request, cookies.REFRESH_TOKEN)
            if not raw:
                raise NotAuthenticated(gettext("Send the refresh token, in the body or in its cookie."))
            require_same_origin(request.http_request)
        try:
            tokens = refresh_tokens(
                claims=decode_token(raw, "refresh"),
                browser=get_request_browser(request.http_request),
                retry_key=_retry_key(request),
                client=request.client,
            )
        except TokenError as error:
            self.clears_cookies = from_cookie and _is_final(error)
            raise
        if not from_cookie:
            return Response({"access": tokens.access, "refresh": tokens.refresh})
        response = Response({})
        cookies.set_tokens(request.http_request, response, tokens)
        return response

    def finalize_response(self, request: Request, response: Response, *args: object, **kwargs: object) -> Response:
        """Clears both token cookies if a token from a cookie was refused."""
        finalized = super().finalize_response(request, response, *args, **kwargs)
        if self.clears_cookies:
            cookies.clear_tokens(request._request, finalized)
        return finalized


class LogoutView(ApiView):
    """Logs a user out."""

    ignores_token = True
    throttle_classes = ()  # writes once for each session, and logins are limited

    @Operation(
        "sign_out", "Sign out",
        "Ends this browser's session: with a token, live or expired, or with nothing but `browserId`. "
        "A body of whatever type is accepted and changes nothing.",
        allow=ALLOW_ANY,
        body=Body.UNREAD,
        status=204,
        raises=(CrossSiteRequest,),
        # A session without a browser can only be found by its token, so clients should send it.
        security=OPTIONAL_AUTH,
    )  # fmt: skip
    def post(self, request: ApiRequest) -> Response:
        """Does not parse the body, so that an invalid one does not leave the session open.

        A page of another site can therefore send this without a preflight; `require_same_origin` refuses it.
        """
        browser = get_request_browser(request.http_request)
        if not log_out(access_token=_header_token(request), browser=browser, client=request.client):
            require_same_origin(request.http_request)  # from here on the cookie decides which session ends
            log_out_browser(browser=browser, client=request.client)
        response = Response(status=204)
        cookies.clear_tokens(request.http_request, response)
        return response


class AuthCheckView(ApiView):
    """Returns the signed-in user."""

    open_without_factor = True

    @Operation(
        "check_authentication",
        "Get current user",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        response=AuthCheckSerializer,
    )
    def get(self, request: UserRequest) -> Response:
        user = request.user  # clients call this often, and a serializer would take longer than the rest of the view
        return Response({"authenticated": True, "user": {"id": user.pk, "email": user.email, "role": user.role}})


def _retry_key(request: ApiRequest) -> str | None:
    key: str | None = request.headers.get("Idempotency-Key")
    if key is not None and not is_valid_key(key):
        raise InvalidRequest(gettext("An Idempotency-Key is 1 to 255 printable ASCII characters."))
    return key


def _header_token(request: ApiRequest) -> str | None:
    try:
        return bearer_token(request.http_request)
    except TokenInvalid:
        return None


def _is_final(error: ApplicationError) -> bool:
    return not isinstance(error, TokenExpired | TokenSuperseded | TokenKeyUnknown)
