"""DRF's authentication class, which returns the session that the middleware has accepted, without another query."""

from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from core.exceptions import ApplicationError, NotAuthenticated
from sessions_browser.exceptions import (
    BrowserMismatch,
    CrossSiteRequest,
    SessionEnded,
    SessionExpired,
    TokenExpired,
    TokenInvalid,
)
from sessions_browser.models import BrowserSession


def session_of(request: Any) -> BrowserSession | None:
    """The session that the middleware accepted for this request (Django's or DRF's), if any."""
    return getattr(request, "browser_session", None)


def require_session(request: Any) -> BrowserSession:
    """The same for a request that needs one, as all of signed-in users do. Raises NotAuthenticated."""
    session = session_of(request)
    if session is None:
        raise NotAuthenticated
    return session


class BrowserSessionAuthentication(BaseAuthentication):
    """`request.user` is the session's user, `request.auth` the session."""

    def authenticate(self, request: Request) -> tuple[Any, BrowserSession] | None:
        """The pair, or None for a request without a token."""
        session = session_of(request._request)
        return (session.user, session) if session else None

    def authenticate_header(self, request: Request) -> str:
        """For `WWW-Authenticate` (RFC 6750)."""
        return 'Bearer realm="api"'

    @staticmethod
    def errors(method: str) -> tuple[type[ApplicationError], ...]:
        """Those that the middleware raises for a request of this method, for the OpenAPI document."""
        found = (TokenInvalid, TokenExpired, SessionEnded, SessionExpired, BrowserMismatch)
        return found if method in SAFE_METHODS else (*found, CrossSiteRequest)
