"""Login, refresh, logout, auth check."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import OPTIONAL_AUTH, error_responses
from core.api.serializers import validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import ALLOW_ANY, requires
from core.client_info import get_client_info
from core.exceptions import ApplicationError, InvalidRequest, NotAuthenticated
from core.idempotency.service import is_valid_key
from sessions_browser import cookies
from sessions_browser.enums import Binding
from sessions_browser.exceptions import TokenError, TokenExpired, TokenInvalid, TokenSuperseded
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
from users.request import current_user


class LoginView(ApiView):
    """Logs a user in."""

    permissions = {"POST": ALLOW_ANY}
    ignores_token = True
    throttle_classes = ()  # has its own limits, which are counted before the password is verified

    @extend_schema(
        operation_id="sign_in",
        summary="Sign in",
        description=(
            "Gives the browser its `browserId` cookie if it has none, and binds the session to it. A script that sends "
            "neither a cookie nor `bind_browser` may go on without the cookie: its tokens are accepted with that "
            "`browserId`, and without any from requests that show no browser. A request shows a browser if it carries "
            "`Origin`, `Referer`, `Sec-Fetch-Site`, `Sec-CH-UA` or a `User-Agent` that begins with `Mozilla/`."
        ),
        request=LoginSerializer,
        responses={200: SignedInSerializer, **error_responses(400, 401, 403, 409, 415, 429, 503)},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        require_same_origin(request._request)
        body = validate_body(LoginSerializer, request.data)
        binding = _binding_for(request, asked=body.get("bind_browser"), transport=body["transport"])
        known = None if binding is Binding.UNBOUND else cookies.browser_id_of(request._request)
        browser_id = known or cookies.new_browser_id()
        signed_in = log_in(
            email=body["email"],
            password=body["password"],
            browser_id=browser_id,
            binding=binding,
            client=get_client_info(request._request),
        )
        response = Response(_login_answer(signed_in, with_tokens=body["transport"] == "body"))
        if binding is not Binding.UNBOUND and not known:
            cookies.set_browser_id(response, browser_id)
        if body["transport"] == "cookie":
            cookies.set_tokens(response, signed_in.tokens)
        return response


class RefreshView(ApiView):
    """Rotates the tokens."""

    permissions = {"POST": ALLOW_ANY}
    ignores_token = True
    throttle_classes = ()  # has a limit of its own, per session
    clears_cookies = False

    @extend_schema(
        operation_id="refresh_tokens",
        summary="Refresh the tokens",
        description=(
            "The refresh token in the body, or in its cookie; the old one is refused from then on. `token_superseded`: "
            "another tab was faster, take its token. `token_reused`: the session has been ended."
        ),
        request=RefreshSerializer,
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                str,
                OpenApiParameter.HEADER,
                description="A retry with it gets the same tokens again.",
            )
        ],
        responses={200: TokensSerializer, **error_responses(400, 401, 403, 415, 429, 503)},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = validate_body(RefreshSerializer, request.data)
        raw = body.get("refresh")
        from_cookie = raw is None
        if raw is None:
            raw = request.COOKIES.get(cookies.REFRESH_TOKEN)
            if not raw:
                raise NotAuthenticated("Send the refresh token, in the body or in its cookie.")
            require_same_origin(request._request)
        try:
            tokens = refresh_tokens(
                claims=decode_token(raw, "refresh"),
                browser=get_request_browser(request._request),
                retry_key=_retry_key(request),
                client=get_client_info(request._request),
            )
        except TokenError as error:
            self.clears_cookies = from_cookie and _is_final(error)
            raise
        if not from_cookie:
            return Response({"access": tokens.access, "refresh": tokens.refresh})
        response = Response({})
        cookies.set_tokens(response, tokens)
        return response

    def finalize_response(self, request: Request, response: Response, *args: object, **kwargs: object) -> Response:
        """Clears both token cookies if a token from a cookie was refused."""
        finalized = super().finalize_response(request, response, *args, **kwargs)
        if self.clears_cookies:
            cookies.clear_tokens(finalized)
        return finalized


class LogoutView(ApiView):
    """Logs a user out."""

    permissions = {"POST": ALLOW_ANY}
    ignores_token = True
    throttle_classes = ()  # writes once for each session, and logins are limited

    @extend_schema(
        operation_id="sign_out",
        summary="Sign out",
        description="Ends this browser's session: with a token, live or expired, or with nothing but `browserId`. "
        "A body of whatever type is accepted and changes nothing.",
        request=None,
        responses={204: None, **error_responses(403, 503)},
        # A session without a browser can only be found by its token, so clients should send it.
        auth=OPTIONAL_AUTH,
    )
    def post(self, request: Request) -> Response:
        """Does not parse the body, so that an invalid one does not leave the session open.

        A page of another site can therefore send this without a preflight; `require_same_origin` refuses it.
        """
        django_request = request._request
        client, browser = get_client_info(django_request), get_request_browser(django_request)
        if not log_out(access_token=_header_token(request), browser=browser, client=client):
            require_same_origin(django_request)  # from here on the cookie decides which session ends
            log_out_browser(browser=browser, client=client)
        response = Response(status=204)
        cookies.clear_tokens(response)
        return response


class AuthCheckView(ApiView):
    """Returns the signed-in user."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="check_authentication",
        summary="Get current user",
        responses={200: AuthCheckSerializer, **error_responses(401, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        user = current_user(request)
        return Response({"authenticated": True, "user": {"id": user.pk, "email": user.email, "role": user.role}})


def _binding_for(request: Request, *, asked: bool | None, transport: str) -> Binding:
    """The binding of a login's session. `asked` is `bind_browser`, None where the body does not have it."""
    shown = shows_browser(request._request)
    if asked is False:
        if shown:
            raise InvalidRequest(bind_browser="Browsers cannot request unbound sessions.")
        if transport == "cookie":
            raise InvalidRequest(transport="An unbound session has its tokens in the body.")
        return Binding.UNBOUND
    if asked or shown or sends_browser_id(request._request) or transport == "cookie":
        return Binding.COOKIE_REQUIRED
    return Binding.COOKIE_OPTIONAL


def _login_answer(signed_in: SignedIn, *, with_tokens: bool) -> dict[str, object]:
    user, session, tokens = signed_in.user, signed_in.session, signed_in.tokens
    answer: dict[str, object] = {"access": tokens.access, "refresh": tokens.refresh} if with_tokens else {}
    answer |= SignedInSerializer({"user": user, "session": {"id": session.pk, "expires_at": session.expires_at}}).data
    return answer


def _retry_key(request: Request) -> str | None:
    key: str | None = request.headers.get("Idempotency-Key")
    if key is not None and not is_valid_key(key):
        raise InvalidRequest("An Idempotency-Key is 1 to 255 printable ASCII characters.")
    return key


def _header_token(request: Request) -> str | None:
    try:
        return bearer_token(request._request)
    except TokenInvalid:
        return None


def _is_final(error: ApplicationError) -> bool:
    return not isinstance(error, TokenExpired | TokenSuperseded)
