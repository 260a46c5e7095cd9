"""The three cookies: their names and formats, and functions that set and clear them."""

import hashlib
import re
from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework_simplejwt.settings import api_settings

from sessions_browser.tokens import Tokens

BROWSER_ID = "browserId"
AUTH_TOKEN = "auth_token"  # noqa: S105 (a cookie's name)
REFRESH_TOKEN = "refresh_token"  # noqa: S105 (a cookie's name)
REFRESH_PATH = "/api/users/"  # the only path that receives the refresh token
BROWSER_ID_MAX_AGE = 365 * 24 * 3600  # seconds

_WELL_FORMED = re.compile(r"[A-Za-z0-9._~-]{8,255}")


def browser_id_of(request: HttpRequest) -> str | None:
    """The `browserId` cookie, or None where it is missing or not well-formed."""
    value = request.COOKIES.get(BROWSER_ID, "")
    return value if _WELL_FORMED.fullmatch(value) else None


def browser_hash(browser_id: str | None) -> str:
    """The value of `browser_sessions.browser_id`; without a cookie the empty string, which no row has."""
    return hashlib.sha256(browser_id.encode()).hexdigest() if browser_id else ""


def set_browser_id(response: HttpResponseBase, browser_id: str) -> None:
    """Sets the `browserId` cookie, for a year. Only a login does."""
    _set(response, BROWSER_ID, browser_id, BROWSER_ID_MAX_AGE, "/")


def set_tokens(response: HttpResponseBase, tokens: Tokens) -> None:
    """Sets both tokens as cookies with the lifetime of the refresh token, so that the response to an expired access
    token is `token_expired` and not that for a missing token.
    """
    age = int(api_settings.REFRESH_TOKEN_LIFETIME.total_seconds())
    _set(response, AUTH_TOKEN, tokens.access, age, "/")
    _set(response, REFRESH_TOKEN, tokens.refresh, age, REFRESH_PATH)


def clear_tokens(response: HttpResponseBase) -> None:
    """Clears both tokens; `browserId` is kept."""
    for name, path in ((AUTH_TOKEN, "/"), (REFRESH_TOKEN, REFRESH_PATH)):
        _set(response, name, "", 0, path)


def _set(response: HttpResponseBase, name: str, value: str, max_age: int, path: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=path,
        domain=settings.COOKIE_DOMAIN if name != BROWSER_ID else None,
        secure=settings.COOKIE_SECURE,
        httponly=True,
        samesite=cast("Literal['Lax', 'Strict', 'None']", settings.COOKIE_SAMESITE),
    )
