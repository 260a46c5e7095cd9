"""The browser that a request comes from, as far as its cookie and its headers tell."""

from dataclasses import dataclass

from django.http import HttpRequest

from sessions_browser import cookies

# Browsers send at least one of these or the user agent; Origin and Sec-* no script of a page can change or leave out.
_BROWSER_HEADERS = ("HTTP_ORIGIN", "HTTP_REFERER", "HTTP_SEC_FETCH_SITE", "HTTP_SEC_CH_UA")


@dataclass(frozen=True)
class RequestBrowser:
    """What binding is judged by."""

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
    """Whether a `browserId` cookie came along; one that is not well-formed is not the same as none."""
    return cookies.BROWSER_ID in request.COOKIES


def shows_browser(request: HttpRequest) -> bool:
    """Whether a browser sent it: `Origin`, `Referer`, `Sec-Fetch-Site`, `Sec-CH-UA`, or a `Mozilla/…` user agent."""
    meta = request.META
    return meta.get("HTTP_USER_AGENT", "").startswith("Mozilla/") or any(name in meta for name in _BROWSER_HEADERS)
