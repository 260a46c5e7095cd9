"""What the sign-in page says to somebody who was signed out: why, and that a form that was sent was not saved."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

PARAMETER = "ended"
_TEXTS = {
    "form": "You were signed out before this form was sent, so nothing has been saved. Please sign in and fill it in "
    "again.",
    "session": "You were signed out, for instance because nothing was done for a while. Please sign in again.",
}


def with_reason(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """The redirect to the sign-in page, with the reason; as it is for somebody who was not signed in."""
    if response.status_code != 302:
        return response
    had_session = getattr(request, "staff_session_ended", False)
    reason = "form" if request.method == "POST" else "session" if had_session else ""
    if reason:
        response.headers["Location"] += f"&{PARAMETER}={reason}"
    return response


def ended_text(request: HttpRequest) -> str:
    """The text for the reason; empty without one."""
    return _TEXTS.get(request.GET.get(PARAMETER, ""), "") if request.method == "GET" else ""
