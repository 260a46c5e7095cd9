"""Records refusals in one place, so that a new route cannot forget to do so.

It looks at the responses, and so sees refusals by the session middleware, by a view's permissions, by services and by
the staff site. Refusals that a response does not show are recorded where they happen: a browser mismatch, a cross-site
request, a login, a reset link.
"""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from audit.events import Event
from audit.services import record_refusal_alone
from core.api.middleware import GetResponse
from core.client_info import get_client_info

MAX_TEXT = 64  # characters of a part of the path that are kept
_OF_PAYMENTS = {Event.PAYMENT_REFUSED, Event.CONFIRMATION_REFUSED}  # have the amount and the accounts


class AuditMiddleware:
    """Must come after `RequestValidationMiddleware`, and before the middleware of sessions."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Records the response if it is a refusal."""
        response = self.get_response(request)
        if response.status_code >= 400 or hasattr(response, "error"):
            _record(request, response)
        return response


def _record(request: HttpRequest, response: HttpResponseBase) -> None:
    status, code = _status_and_code(response)
    session = getattr(request, "browser_session", None)
    user_id = session.user_id if session else None
    event = _event(request, response, status, code) if session else None
    if code == "token_invalid":
        event, user_id = Event.TOKEN_REFUSED, None
    if event is None:
        return
    record_refusal_alone(
        event,
        client=get_client_info(request),
        user_id=user_id,
        actor_id=user_id,
        code=code,
        **_request_facts(request),
        **(getattr(request, "payment", {}) if event in _OF_PAYMENTS else {}),
    )


def _event(request: HttpRequest, response: HttpResponseBase, status: int, code: str) -> Event | None:
    """The event of a refusal of a signed-in user; None if it is not recorded."""
    named = getattr(getattr(response, "error", None), "audit_event", "")
    if named:
        return Event(named)
    view_class = getattr(request.resolver_match and request.resolver_match.func, "cls", None)
    if getattr(view_class, "moves_money", False) or getattr(response, "moves_money", False):
        refused = status in {403, 404, 422} and "Idempotent-Replayed" not in response.headers
        return Event.PAYMENT_REFUSED if refused else None
    # On the staff site, a path that does not exist is a 404 without this code.
    return Event.ACCESS_DENIED if status == 403 or (status == 404 and code == "not_found") else None


def _status_and_code(response: HttpResponseBase) -> tuple[int, str]:
    """From the error that the response carries; a stored response has only its body."""
    error = getattr(response, "error", None)
    if error is not None:
        return error.status, error.code
    data = getattr(response, "data", None)
    code = data.get("code") if isinstance(data, dict) else None
    return response.status_code, code or ("permission_denied" if response.status_code == 403 else "")


def _request_facts(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    if match is None:
        return {"method": request.method, "route": None}
    asked_for = {name: str(value)[:MAX_TEXT] for name, value in match.kwargs.items()}
    return {"method": request.method, "route": f"/{match.route}"} | ({"object": asked_for} if asked_for else {})
