"""The outermost middleware: no response is cached or framed, all errors are JSON, unreadable requests are refused."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from core.api.exception_handler import error_for_status, error_response, to_application_error
from core.client_info import InvalidClientAddress, get_client_info
from core.db.errors import log_unavailable
from core.exceptions import ApplicationError

logger = logging.getLogger("bankportal.errors")
GetResponse = Callable[[HttpRequest], HttpResponseBase]
API = "/api/"
REQUEST_ERROR = "bankportal.request_error"  # in the WSGI environment: why the server could not read the request


class JSONErrorMiddleware:
    """Turns errors that Django makes (unknown host, technical pages of `DEBUG`, …) into JSON, and logs every 503."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Sets the headers of API responses, and replaces errors that are not JSON."""
        response = self.get_response(request)
        if response.status_code == 503:
            _log(request, response)
        if not request.path_info.startswith(API):
            return response
        if response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith("application/json"):
            response = _as_json_error(response)
        response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        return response

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        """Handles exceptions of views outside Django REST framework, for which Django would respond with HTML."""
        error = to_application_error(exc) if request.path_info.startswith(API) else None
        return error_response(error) if error else None


class RequestValidationMiddleware:
    """Refuses requests that the server could not read, and those without a client address from our own proxy.

    It runs inside the CORS middleware, so that browsers can read the response.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes on requests that are valid."""
        error: ApplicationError | None = request.META.get(REQUEST_ERROR)
        if error is None:
            try:
                get_client_info(request)
            except InvalidClientAddress as exc:
                header = request.META.get("HTTP_X_FORWARDED_FOR", "")[:200]
                logger.error("X-Forwarded-For %r: the entry of our own proxy is not an address", header)
                error = exc
        return self.get_response(request) if error is None else error_response(error)


def _log(request: HttpRequest, response: HttpResponseBase) -> None:
    """Logs a 503 with its reason in one line, at WARNING, or at ERROR where a clock is wrong."""
    error = getattr(response, "error", None)
    with translation.override(settings.LANGUAGE_CODE):  # the log is in one language
        reason = getattr(error, "reason", "") or str(error or "no reason was given")
    level = getattr(error, "log_level", logging.WARNING)
    word = getattr(error, "word", "other")
    log_unavailable(request.method or "", request.path, reason, level=level, word=word)


def _as_json_error(response: HttpResponseBase) -> HttpResponseBase:
    """The same error as JSON, with all headers that are not about the body: CORS, Allow, Retry-After, …"""
    shaped = error_response(error_for_status(response.status_code))
    for name, value in response.headers.items():
        if not name.lower().startswith("content-"):
            shaped.headers[name] = value
    return shaped
