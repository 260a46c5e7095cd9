"""One line on the `access` logger for each request, and the request's id in its response."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.client_info import InvalidClientAddress, get_client_info
from core.logging.request_ids import ENVIRON_KEY, HEADER, current_request_ids, new_request_ids, serving
from core.metrics.definitions import count_request

logger = logging.getLogger("access")
# In the WSGI environment: the server itself has responded, and has written the line.
ANSWERED_BY_SERVER = "bankportal.answered_by_server"
_MESSAGE = "%s user=%s ip=%s ms=%s client_request_id=%s"
HEALTH_CHECKS = frozenset({"/healthz", "/readyz", "/metrics"})

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RequestLogMiddleware:
    """The outermost middleware: gives every response a request id, and writes a line for every request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Uses the ids that the server gave the request, or creates them."""
        ids = request.META.get(ENVIRON_KEY)
        if ids is None:
            ids = request.META[ENVIRON_KEY] = new_request_ids(request.META.get("HTTP_X_REQUEST_ID"))
        with serving(ids):
            response = self.get_response(request)
            response.headers[HEADER] = ids.request_id
            if ANSWERED_BY_SERVER not in request.META:
                log_response(request, response.status_code)
        return response


def log_response(request: HttpRequest, status: int) -> None:
    """Writes the line of a request whose response has this status."""
    session = getattr(request, "browser_session", None)
    try:
        address = get_client_info(request).ip_address
    except InvalidClientAddress:
        address = ""
    log_access(request.method, _route(request), status, ip_address=address, user_id=session and session.user_id)


def log_access(
    method: str | None, route: str, status: int, *, ip_address: str, user_id: int | None = None, timed: bool = True
) -> None:
    """Counts the response, and writes the line.

    `route` is a pattern, because paths and queries contain names, numbers and search terms. Successful health checks
    have no line.
    """
    ids = current_request_ids()
    ms = ids.milliseconds() if timed else None
    count_request(method, route, status, None if ms is None else ms / 1000)
    if not logger.isEnabledFor(logging.INFO) or (status == 200 and route in HEALTH_CHECKS):
        return
    method = method or "-"
    title = f"{method} {route} {status}"
    values = (
        title,
        "-" if user_id is None else user_id,
        ip_address or "-",
        "-" if ms is None else ms,
        ids.client_request_id or "-",
    )
    fields = {"method": method, "route": route, "status": status, "user": user_id, "ip": ip_address, "ms": ms}
    # Not by `info`, which walks up the stack to find its caller: 3 % of a simple request.
    logger.handle(
        logger.makeRecord(
            logger.name, logging.INFO, __file__, 0, _MESSAGE, values, None, extra={"title": title, "fields": fields}
        )
    )


def _route(request: HttpRequest) -> str:
    """The pattern of the URL; for a file, its folder; `-` if the response came before the URL was resolved."""
    match = request.resolver_match
    if match is not None:
        return f"/{match.route}"
    path = request.path_info
    if path in HEALTH_CHECKS:
        return path
    folder = f"/{settings.STATIC_URL.strip('/')}/"
    return folder if path.startswith(folder) else "-"
