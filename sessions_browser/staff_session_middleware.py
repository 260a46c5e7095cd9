"""Binds the admin's sign-in to its browser's row, on every request under `/admin/`, before the page is made.

Django's session has the user who signed in; as for a token, the row decides whether the session is still valid.
"""

import hmac
from datetime import datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from audit.events import Event
from audit.services import record_refusal
from core.api.middleware import GetResponse
from core.client_info import get_client_info
from core.clock import now
from sessions_browser import cookies
from sessions_browser.models import BrowserSession
from sessions_browser.selectors import find_session
from sessions_browser.services import touch

SESSION_TOKEN_KEY = "sid"  # noqa: S105 (a key)  # in Django's session: which row it belongs to
PREFIX = "/admin/"


class StaffSessionMiddleware:
    """Sets `request.browser_session`; a session without a live row of this browser is treated as not signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Checks requests for the admin's pages that carry a signed-in session."""
        if request.path_info.startswith(PREFIX) and SESSION_KEY in request.session:
            session, moment = find_session(request.session.get(SESSION_TOKEN_KEY, "")), now()
            if session is None or not _is_live(session, request, moment):
                logout(request)
                request.staff_session_ended = True  # type: ignore[attr-defined]  # the sign-in page says so
            elif not _is_browser_of(session, request):
                _refuse(session, request)
            else:
                touch(session, moment)
                request.browser_session = session  # type: ignore[attr-defined]
        return self.get_response(request)


def _is_live(session: BrowserSession, request: HttpRequest, moment: datetime) -> bool:
    """Whether the row still belongs to the user who signed in, the user is active and the limits are not reached."""
    is_users = str(session.user_id) == request.session[SESSION_KEY] and session.user.is_active
    return is_users and session.expires_at > moment


def _is_browser_of(session: BrowserSession, request: HttpRequest) -> bool:
    return hmac.compare_digest(session.browser_id, cookies.browser_hash(cookies.browser_id_of(request)))


def _refuse(session: BrowserSession, request: HttpRequest) -> None:
    """Treats the request as not signed in: its `sessionid` is a copy from another browser.

    The owner's session is not changed. The request gets an empty session, so that a login with it does not end the
    owner's, and its cookie is removed, so that the response does not clear it.
    """
    with transaction.atomic():
        record_refusal(
            Event.BROWSER_MISMATCH, client=get_client_info(request), user_id=session.user_id, session=session.pk
        )
    del request.COOKIES[settings.SESSION_COOKIE_NAME]
    request.session = type(request.session)()
    request.user = AnonymousUser()


def bind_session(request: HttpRequest, session: BrowserSession) -> None:
    """Stores in Django's session, at a login, to which row it belongs."""
    request.session[SESSION_TOKEN_KEY] = session.session_token
