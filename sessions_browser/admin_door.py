"""Binds the admin's sign-in to its browser's row, on every request under `/admin/`, before the page is made.

Django's session says who signed in; whether that still holds is the row's to say, as it is for a token.
"""

import hmac
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.clock import now
from sessions_browser import cookies
from sessions_browser.models import BrowserSession
from sessions_browser.selectors import find_session
from sessions_browser.services import touch

SID = "sid"  # in Django's session: which row it belongs to
PREFIX = "/admin/"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class AdminDoorMiddleware:
    """Leaves the row on the request as `browser_session`; signs out whom no live row of this browser holds."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Only for the admin's pages, and only for who is signed in."""
        if request.path_info.startswith(PREFIX) and SESSION_KEY in request.session:
            session = held_session(request)
            if session is None:
                logout(request)
            else:
                request.browser_session = session  # type: ignore[attr-defined]
        return self.get_response(request)


def held_session(request: HttpRequest) -> BrowserSession | None:
    """The live row that Django's session names, if it is this user's and this browser's; its activity is noted."""
    session, moment = find_session(request.session.get(SID, "")), now()
    if session is None or str(session.user_id) != request.session[SESSION_KEY] or not session.user.is_active:
        return None
    browser_hash = cookies.browser_hash(cookies.browser_id_of(request))
    if not hmac.compare_digest(session.browser_id, browser_hash) or session.expires_at <= moment:
        return None
    touch(session, moment)
    return session


def keep_session(request: HttpRequest, session: BrowserSession) -> None:
    """Writes down at a sign-in which row it belongs to."""
    request.session[SID] = session.session_token
