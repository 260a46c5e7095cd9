"""The browser of a request, by its cookie and its headers."""

from dataclasses import dataclass

from django.http import HttpRequest

from sessions_browser import cookies

# Browsers send at least one of these or a user agent; scripts of a page can neither change nor omit Origin and Sec-*.
_BROWSER_HEADERS = ("HTTP_ORIGIN", "HTTP_REFERER", "HTTP_SEC_FETCH_SITE", "HTTP_SEC_CH_UA")


@dataclass(frozen=True)
class RequestBrowser:
    """The facts of a request by which its browser binding is checked."""

    browser_hash: str  # as in `browser_sessions.browser_id`; empty where there is no well-formed cookie
    sends_cookie: bool  # any `browserId`, well-formed or not
    is_shown: bool  # see `shows_browser`


def get_request_browser(request: HttpRequest) -> RequestBrowser:
    """The browser of `request`."""
    return RequestBrowser(
        browser_hash=cookies.browser_hash(cookies.browser_id_of(request)),
        sends_cookie=sends_browser_id(request),
        is_shown=shows_browser(request),
    )


def sends_browser_id(request: HttpRequest) -> bool:
    """Whether the request has a `browserId` cookie, well-formed or not."""
    return cookies.read_cookie(request, cookies.BROWSER_ID) is not None


def shows_browser(request: HttpRequest) -> bool:
    """Whether a browser sent it: `Origin`, `Referer`, `Sec-Fetch-Site`, `Sec-CH-UA`, or a `Mozilla/…` user agent."""
    meta = request.META
    return meta.get("HTTP_USER_AGENT", "").startswith("Mozilla/") or any(name in meta for name in _BROWSER_HEADERS)
