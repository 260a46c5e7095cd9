"""Binds every token to its browser's row, on every request under `/api/`, before the view runs."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.permissions import SAFE_METHODS

from audit.events import Event
from audit.services import record_refusal_alone
from core.api.exception_handler import error_response, to_application_error
from core.api.middleware import GetResponse
from core.api.views import ApiView
from core.client_info import get_client_info
from core.clock import now
from sessions_browser import cookies
from sessions_browser.exceptions import (
    BrowserMismatch,
    InvalidSignature,
    SessionEnded,
    TokenError,
    TokenExpired,
    TokenInvalid,
    TokenKeyUnknown,
)
from sessions_browser.models import BrowserSession
from sessions_browser.origin_check import require_same_origin
from sessions_browser.request_browser import get_request_browser
from sessions_browser.selectors import active_sessions, find_session, get_session_error
from sessions_browser.services import end_sessions, touch
from sessions_browser.tokens import decode_token

# Tokens that may be accepted after a refresh, or by another server while a key is being rotated.
KEEPS_COOKIES = (TokenExpired, TokenKeyUnknown)  # guard: unknown-key-clears-nothing


class BrowserSessionMiddleware:
    """Sets `request.browser_session` to the accepted session, or responds with an error in place of the view."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes the request on; `process_view`, which knows the view, checks it."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Checks the token, unless the view ignores tokens."""
        view_class = getattr(view, "cls", None)
        if view_class is None or not issubclass(view_class, ApiView) or view_class.ignores_token:
            return None
        from_cookie = False
        try:
            raw = bearer_token(request)
            if raw is None:
                raw = cookies.read_cookie(request, cookies.AUTH_TOKEN)
                from_cookie = bool(raw)
            if raw:
                request.browser_session = accept(request, raw, from_cookie=from_cookie)  # type: ignore[attr-defined]
        except Exception as exc:
            error = to_application_error(exc)
            if error is None:
                raise
            response = error_response(error)
            if from_cookie and isinstance(error, TokenError) and not isinstance(error, KEEPS_COOKIES):
                cookies.clear_tokens(request, response)
            return response
        return None


def bearer_token(request: HttpRequest) -> str | None:
    """The token of an `Authorization: Bearer` header; None without one. Raises TokenInvalid for a malformed header."""
    header: str = request.META.get("HTTP_AUTHORIZATION", "")
    if not header.isascii():  # an error, not the same as a missing header
        raise TokenInvalid
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        return None
    token = token.strip()
    if not token or " " in token:
        raise TokenInvalid
    return token


def accept(request: HttpRequest, raw: str, *, from_cookie: bool) -> BrowserSession:
    """The live session of an access token: one query, and within the touch interval no write.

    Raises CrossSiteRequest for an unsafe request that relies on the cookie, and the TokenError that applies.
    """
    if from_cookie and request.method not in SAFE_METHODS:
        require_same_origin(request)
    browser = get_request_browser(request)
    try:
        claims = decode_token(raw, "access")
    except InvalidSignature:
        if from_cookie:
            _end_tampered(request, browser.browser_hash)
        raise
    moment = now()
    session = find_session(claims.sid)  # guard: session-read
    error = get_session_error(session, claims, browser, moment)
    if error or session is None:
        if isinstance(error, BrowserMismatch) and session:
            record_refusal_alone(
                Event.BROWSER_MISMATCH, client=get_client_info(request), user_id=session.user_id, session=session.pk
            )
        raise error or SessionEnded
    touch(session, moment)
    return session


def _end_tampered(request: HttpRequest, browser_hash: str) -> None:
    """Ends the session whose `browserId` came with a forged token: the cookies of that browser were tampered with."""
    rows = active_sessions().filter(browser_id=browser_hash)
    if browser_hash and rows.exists():
        with transaction.atomic():
            end_sessions(rows, event=Event.TOKEN_FORGED, client=get_client_info(request), actor_id=None)
