"""The error pages outside the API (400, 403, 404, 500, …), for Django's error handlers and for a middleware.

They use no database and are the same for every user, so that they work during an outage and do not reveal which rows
exist.
"""

import sys
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse

from backoffice.csp import PLAIN_POLICY, PREFIX
from core import exceptions as errors
from core.api.exception_handler import error_for_status, error_headers, error_response, to_application_error
from core.api.middleware import API, GetResponse
from core.exceptions import ApplicationError

# By status: the title and the message.
_TEXTS = {
    400: ("Bad request", "The request is not valid. Nothing was changed."),
    403: ("No access", "You do not have permission to see this page or to do this."),
    404: ("Page not found", "This page does not exist, or what it showed is no longer there."),
    405: ("Not available", "This page cannot be opened this way."),
    413: ("Too large", "What was sent is too large. Nothing was changed."),
    500: ("Something went wrong", "Something went wrong on our side. The error has been recorded."),
    503: ("Service unavailable", errors.Unavailable.default_message),
}
_FORM_EXPIRED = (
    "Form expired",
    "This form has expired or was sent from another site. Nothing was changed. Please open the page again.",
)


class ErrorPage(HttpResponse):
    """An error page with its error: `core.api.middleware` logs the reason of a 503."""

    error: ApplicationError


def error_page(request: HttpRequest, error: ApplicationError, texts: tuple[str, str] | None = None) -> HttpResponse:
    """The response for a path: JSON under `/api/`, a page of the staff site under `/admin/`, else a plain page."""
    if request.path_info.startswith(API):
        return error_response(error)
    title, message = texts or _TEXTS.get(error.status, _TEXTS[500])
    shown = {"title": title, "message": message, "bank": settings.BANK_NAME}
    headers = {**error_headers(error), "Cache-Control": "no-store", "X-Frame-Options": settings.X_FRAME_OPTIONS}
    if request.path_info.startswith(PREFIX):
        site: Any = admin.site
        context = {**site.look(request), **shown, "home": reverse("admin:index")}
        html = render_to_string("errors/staff.html", context)
    else:
        html = render_to_string("errors/plain.html", {**shown, "home": reverse("start")})
        headers["Content-Security-Policy"] = PLAIN_POLICY
    page = ErrorPage(html, status=error.status, headers=headers)
    page.error = error
    return page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler400`; a body that is too large is a 413."""
    return error_page(request, to_application_error(exception) or errors.InvalidRequest())


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler403`."""
    return error_page(request, to_application_error(exception) or errors.PermissionDenied())


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler404`."""
    return error_page(request, to_application_error(exception) or errors.NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`, called while the exception is being handled. An outage is a 503, not a 500."""
    return error_page(request, _failure(sys.exc_info()[1]))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Django's `CSRF_FAILURE_VIEW`; the reason is in the log."""
    return error_page(request, errors.PermissionDenied(), _FORM_EXPIRED)


class ErrorPagesMiddleware:
    """Replaces error responses for which Django calls no handler, outside `/api/`.

    Those are 405s without a body and the technical pages of `DEBUG`; their traceback is in the log. A request that the
    server could not read gets JSON on every path (`core.api.middleware.RequestValidationMiddleware`).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Replaces the response if it is such an error."""
        request.exception_reporter_class = _KeepsException  # type: ignore[assignment]
        response = self.get_response(request)
        has_error_page = hasattr(response, "error")
        if response.status_code not in _TEXTS or has_error_page or request.path_info.startswith(API):
            return response
        return _in_place_of(response, request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        """Responds to an outage in a view with 503, also with `DEBUG`, and logs no traceback."""
        failure = _failure(exc)
        return error_page(request, failure) if failure.status == 503 else None


class _KeepsException:
    """Django's reporter for the technical 500 page, which stores the exception on the request instead."""

    def __init__(self, request: HttpRequest, _kind: Any, exception: BaseException, _traceback: Any) -> None:
        request.exception = exception  # type: ignore[attr-defined]

    def get_traceback_html(self) -> str:
        """No page."""
        return ""

    get_traceback_text = get_traceback_html


def _failure(exception: BaseException | None) -> ApplicationError:
    error = to_application_error(exception) if exception else None
    return error if error is not None and error.status == 503 else errors.ServerError()


def _in_place_of(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """The page for the same status, with the cookies and headers of the response except those about its body."""
    is_failure = response.status_code == 500
    error = _failure(getattr(request, "exception", None)) if is_failure else error_for_status(response.status_code)
    page = error_page(request, error)
    for name, value in response.headers.items():
        if not name.lower().startswith("content-"):
            page.headers.setdefault(name, value)
    page.cookies = response.cookies
    return page
