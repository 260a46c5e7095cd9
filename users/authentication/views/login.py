"""Login, refresh, logout, auth check."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
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
from sessions_browser import cookies
from sessions_browser.browser_ids import new_browser_id
from sessions_browser.enums import Binding
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
from sessions_browser.request_browser import get_request_browser, sends_browser_id, shows_browser
from sessions_browser.services import refresh_tokens
from sessions_browser.tokens import decode_token
from users.authentication.login import SignedIn, log_in, log_out, log_out_browser
from users.authentication.serializers import (
    AuthCheckSerializer,
    LoginSerializer,
    RefreshSerializer,
    SignedInSerializer,
    TokensSerializer,
)
from users.exceptions import InvalidCredentials
from users.request import UserRequest

_RETRY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="A retry with it gets the same tokens again."
)


class LoginView(ApiView):
    """Logs a user in."""

    ignores_token = True
    throttle_classes = ()  # has its own limits, which are counted before the password is verified

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuses and records a cross-site request before its body is checked."""
        super().initial(request, *args, **kwargs)
        require_same_origin(request._request)

    @Operation(
        "sign_in", "Sign in",
        "Gives the browser its `browserId` cookie if it has none, and binds the session to it. A script that sends "
        "neither a cookie nor `bind_browser` may go on without the cookie: its tokens are accepted with that "
        "`browserId`, and without any from requests that show no browser. A request shows a browser if it carries "
        "`Origin`, `Referer`, `Sec-Fetch-Site`, `Sec-CH-UA` or a `User-Agent` that begins with `Mozilla/`.",
        allow=ALLOW_ANY,
        body=LoginSerializer,
        response=SignedInSerializer,
        raises=(InvalidCredentials, CrossSiteRequest, BrowserInUse, Throttled),
    )  # fmt: skip
    def post(self, request: ApiRequest, body: dict[str, Any]) -> Response:
        binding = _binding_for(request, asked=body.get("bind_browser"), transport=body["transport"])
        sent = None if binding is Binding.UNBOUND else cookies.browser_id_of(request.http_request)
        browser_id = sent or new_browser_id()
        signed_in = log_in(
            email=body["email"],
            password=body["password"],
            browser_id=browser_id,
            binding=binding,
            client=request.client,
        )
        response = Response(_login_body(signed_in, with_tokens=body["transport"] == "body"))
        if binding is not Binding.UNBOUND and not cookies.has_browser_id(request.http_request, browser_id):
            cookies.set_browser_id(response, browser_id)
        if body["transport"] == "cookie":
            cookies.set_tokens(request.http_request, response, signed_in.tokens)
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
                raise NotAuthenticated("Send the refresh token, in the body or in its cookie.")
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

    @Operation(
        "check_authentication",
        "Get current user",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        response=AuthCheckSerializer,
    )
    def get(self, request: UserRequest) -> Response:
        user = request.user  # clients call this often, and a serializer would take longer than the rest of the view
        return Response({"authenticated": True, "user": {"id": user.pk, "email": user.email, "role": user.role}})


def _binding_for(request: ApiRequest, *, asked: bool | None, transport: str) -> Binding:
    """The binding of a login's session. `asked` is `bind_browser`, None where the body does not have it."""
    shown = shows_browser(request.http_request)
    if asked is False:
        if shown:
            raise InvalidRequest(bind_browser="Browsers cannot request unbound sessions.")
        if transport == "cookie":
            raise InvalidRequest(transport="An unbound session has its tokens in the body.")
        return Binding.UNBOUND
    if asked or shown or sends_browser_id(request.http_request) or transport == "cookie":
        return Binding.COOKIE_REQUIRED
    return Binding.COOKIE_OPTIONAL


def _login_body(signed_in: SignedIn, *, with_tokens: bool) -> dict[str, object]:
    user, session, tokens = signed_in.user, signed_in.session, signed_in.tokens
    body: dict[str, object] = {"access": tokens.access, "refresh": tokens.refresh} if with_tokens else {}
    facts = SignedInSerializer({"user": user, "session": {"id": session.pk, "expires_at": session.expires_at}}).data
    if signed_in.must_change_password:
        facts["user"]["must_change_password"] = True
    return body | facts


def _retry_key(request: ApiRequest) -> str | None:
    key: str | None = request.headers.get("Idempotency-Key")
    if key is not None and not is_valid_key(key):
        raise InvalidRequest("An Idempotency-Key is 1 to 255 printable ASCII characters.")
    return key


def _header_token(request: ApiRequest) -> str | None:
    try:
        return bearer_token(request.http_request)
    except TokenInvalid:
        return None


def _is_final(error: ApplicationError) -> bool:
    return not isinstance(error, TokenExpired | TokenSuperseded | TokenKeyUnknown)
