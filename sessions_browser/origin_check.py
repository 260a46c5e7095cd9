"""Refuses cross-site requests: browsers send cookies automatically, so requests that rely on one must be same-site."""

from django.conf import settings
from django.http import HttpRequest

from audit.events import Event
from audit.services import record_refusal_alone
from core.client_info import get_client_info
from sessions_browser.exceptions import CrossSiteRequest


def is_cross_site(request: HttpRequest) -> bool:
    """Whether the request may come from a page of an origin that is neither ours nor listed.

    `Origin` must be the API's own or one of `CORS_ALLOWED_ORIGINS`; origins that CORS allows only
    because of `DEBUG` do not count. Without `Origin` it must carry no `Sec-Fetch-Site` either (a script).
    """
    origin = request.META.get("HTTP_ORIGIN")
    if origin is None:
        return "HTTP_SEC_FETCH_SITE" in request.META
    own = f"{request.scheme}://{request.get_host()}".lower()
    return origin != own and origin not in settings.CORS_ALLOWED_ORIGINS


def require_same_origin(request: HttpRequest) -> None:
    """Raises CrossSiteRequest, and records it, if the request is cross-site."""
    if is_cross_site(request):
        record_refusal_alone(
            Event.CROSS_SITE_REFUSED,
            client=get_client_info(request),
            origin=request.META.get("HTTP_ORIGIN", "")[:200],
            path=request.path[:200],
        )
        raise CrossSiteRequest
