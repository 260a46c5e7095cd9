"""The three cookies: their names and formats, and functions that read, set and clear them.

With `COOKIE_PREFIX` their names have the prefixes of RFC 6265bis, with which a browser takes them from no other host.
The names with a prefix are always read, and first, so that servers may be switched one after the other.
"""

import hashlib
import re
from datetime import timedelta
from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework_simplejwt.settings import api_settings

from core.dates import today
from sessions_browser.tokens import Tokens

BROWSER_ID = "browserId"
AUTH_TOKEN = "auth_token"  # noqa: S105 (a cookie's name)
REFRESH_TOKEN = "refresh_token"  # noqa: S105 (a cookie's name)
REFRESH_PATH = "/api/users/"  # the only path that receives the refresh token
_PREFIXED = {name: f"__Host-{name}" for name in (BROWSER_ID, AUTH_TOKEN)} | {
    REFRESH_TOKEN: f"__Secure-{REFRESH_TOKEN}"  # `__Host-` allows no path but `/`
}
_PATHS = {BROWSER_ID: "/", AUTH_TOKEN: "/", REFRESH_TOKEN: REFRESH_PATH}
OLD_NAMES_READ = timedelta(days=365)  # after COOKIE_PREFIX was turned on: as long as a `browserId` lives
BROWSER_ID_MAX_AGE = 365 * 24 * 3600  # seconds

_WELL_FORMED = re.compile(r"[A-Za-z0-9._~-]{8,255}")


def cookie_name(name: str) -> str:
    """The name under which the cookie `name` is set."""
    return _PREFIXED[name] if settings.COOKIE_PREFIX else name


def read_cookie(request: HttpRequest, name: str) -> str | None:
    """The cookie `name`; under its old name only where the request has none with the prefix."""
    value = request.COOKIES.get(_PREFIXED[name])
    if not value and _reads_old_names():  # guard: old-cookies-end
        value = request.COOKIES.get(name, value)
    return value


def browser_id_of(request: HttpRequest) -> str | None:
    """The `browserId` cookie, or None where it is missing or not well-formed."""
    value = read_cookie(request, BROWSER_ID) or ""
    return value if _WELL_FORMED.fullmatch(value) else None


def has_browser_id(request: HttpRequest, browser_id: str) -> bool:
    """Whether the request has this `browserId` under the name that is set now."""
    return browser_id_of(request) == browser_id and cookie_name(BROWSER_ID) in request.COOKIES


def browser_hash(browser_id: str | None) -> str:
    """The value of `browser_sessions.browser_id`; without a cookie the empty string, which no row has."""
    return hashlib.sha256(browser_id.encode()).hexdigest() if browser_id else ""


def set_browser_id(response: HttpResponseBase, browser_id: str) -> None:
    """Sets the `browserId` cookie, for a year. Only a login does."""
    _set(response, BROWSER_ID, browser_id, BROWSER_ID_MAX_AGE)


def set_tokens(request: HttpRequest, response: HttpResponseBase, tokens: Tokens) -> None:
    """Sets both tokens as cookies with the lifetime of the refresh token, so that the response to an expired access
    token is `token_expired` and not that for a missing token. Clears those that the request has under the other names.
    """
    age = int(api_settings.REFRESH_TOKEN_LIFETIME.total_seconds())
    _set(response, AUTH_TOKEN, tokens.access, age)
    _set(response, REFRESH_TOKEN, tokens.refresh, age)
    for name in (AUTH_TOKEN, REFRESH_TOKEN):
        _clear_other(request, response, name)


def clear_tokens(request: HttpRequest, response: HttpResponseBase) -> None:
    """Clears both tokens, under both names where there are two; `browserId` is kept."""
    for name in (AUTH_TOKEN, REFRESH_TOKEN):
        _set(response, name, "", 0)
        _clear_other(request, response, name, always=settings.COOKIE_PREFIX)


def _reads_old_names() -> bool:
    since = settings.COOKIE_PREFIX_SINCE
    return not settings.COOKIE_PREFIX or since is None or today() < since + OLD_NAMES_READ


def _clear_other(request: HttpRequest, response: HttpResponseBase, name: str, *, always: bool = False) -> None:
    """Clears the cookie under the name that is not set now; `always`, or if the request has it."""
    other = name if settings.COOKIE_PREFIX else _PREFIXED[name]
    if always or other in request.COOKIES:
        _set_as(response, other, "", 0, _PATHS[name], domain=None if other != name else settings.COOKIE_DOMAIN)


def _set(response: HttpResponseBase, name: str, value: str, max_age: int) -> None:
    domain = settings.COOKIE_DOMAIN if name != BROWSER_ID else None
    _set_as(response, cookie_name(name), value, max_age, _PATHS[name], domain=domain)


def _set_as(response: HttpResponseBase, name: str, value: str, max_age: int, path: str, *, domain: str | None) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=path,
        domain=domain,
        secure=settings.COOKIE_SECURE,
        httponly=True,
        samesite=cast("Literal['Lax', 'Strict', 'None']", settings.COOKIE_SAMESITE),
    )
