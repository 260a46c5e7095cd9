"""Turns every error, whatever raised it, into a response in the API's format for errors."""

import logging
from typing import Any

from django.core import exceptions as django
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions as drf

from core import exceptions as errors
from core.api.renderers import APIEncoder
from core.clock import whole_seconds
from core.db.errors import is_outage, outage_reason
from core.exceptions import ApplicationError

logger = logging.getLogger("bankportal.errors")

_BY_STATUS: dict[int, type[ApplicationError]] = {
    400: errors.InvalidRequest,
    401: errors.NotAuthenticated,
    403: errors.PermissionDenied,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
    406: errors.NotAcceptable,
    409: errors.Conflict,
    413: errors.PayloadTooLarge,
    415: errors.UnsupportedMediaType,
    429: errors.Throttled,
    500: errors.ServerError,
    503: errors.Unavailable,
}
# The errors for Django's own exceptions; the first that matches applies.
_FOREIGN: dict[type[Exception], type[ApplicationError]] = {
    Http404: errors.NotFound,
    django.PermissionDenied: errors.PermissionDenied,
    django.RequestDataTooBig: errors.PayloadTooLarge,
    django.SuspiciousOperation: errors.InvalidRequest,
    django.BadRequest: errors.InvalidRequest,
    MultiPartParserError: errors.InvalidRequest,
    # The client went away in the middle of its body.
    django.RequestAborted: errors.InvalidRequest,
    UnreadablePostError: errors.InvalidRequest,
}


def error_for_status(status: int) -> ApplicationError:
    """The error for an HTTP status, for responses that other code made; always with the same status."""
    error = _BY_STATUS.get(status, errors.ServerError if status >= 500 else errors.InvalidRequest)()
    error.status = status
    return error


def error_body(error: ApplicationError) -> dict[str, Any]:
    """`{"error", "code"}`, with `"fields"` where fields are not valid, and `"details"` where there are figures."""
    body: dict[str, Any] = {"error": str(error), "code": error.code}
    if error.fields:
        body["fields"] = error.fields
    if error.details:
        body["details"] = error.details
    return body


def error_headers(error: ApplicationError) -> dict[str, str]:
    """`Retry-After` in whole seconds, and `WWW-Authenticate` for a 401 (RFC 6750)."""
    headers = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        headers["WWW-Authenticate"] = error.authenticate
    return headers


def error_response(error: ApplicationError) -> JsonResponse:
    """The response to an error, for views and middleware.

    It keeps the error, so that `JSONErrorMiddleware` can log the reason of a 503.
    """
    response = JsonResponse(
        error_body(error),
        status=error.status,
        headers=error_headers(error),
        encoder=APIEncoder,
        json_dumps_params={"separators": (",", ":"), "ensure_ascii": False},
    )
    response.error = error  # type: ignore[attr-defined]
    return response


def to_application_error(exc: BaseException) -> ApplicationError | None:
    """The error for `exc`, or None for a defect of ours."""
    if isinstance(exc, ApplicationError):
        return exc
    if isinstance(exc, drf.ValidationError):
        return _for_validation(exc)
    if isinstance(exc, drf.APIException):
        return _for_api_exception(exc)
    if is_outage(exc):
        return errors.Unavailable(reason=str(exc), word=outage_reason(exc))
    for kind, error in _FOREIGN.items():
        if isinstance(exc, kind):
            return error()
    return None


def exception_handler(exc: Exception, context: dict[str, Any]) -> JsonResponse:
    """DRF's hook (`EXCEPTION_HANDLER`): all errors have one format, whatever the view renders.

    A defect is logged with its traceback; the response has no details.
    """
    error = to_application_error(exc)
    if error is None or (error.status >= 500 and error.status != 503):
        error = log_unhandled_exception(context["request"]._request, exc, error)
    return error_response(error)


def log_unhandled_exception(
    request: HttpRequest, exc: BaseException, error: ApplicationError | None = None
) -> ApplicationError:
    """Logs a defect with its traceback, sends Django's signal for it, and returns the error for the client."""
    logger.error("unhandled exception at %s %s", request.method, request.path, exc_info=exc)
    got_request_exception.send(sender=None, request=request)
    return error or errors.ServerError()


def _for_api_exception(exc: drf.APIException) -> ApplicationError:
    """The error of the same status, with the same wait; DRF's message, which may be translated, is dropped."""
    error = error_for_status(exc.status_code)
    wait = getattr(exc, "wait", None)
    if wait is not None:
        error.retry_after = whole_seconds(wait)
    return error


def _for_validation(exc: drf.ValidationError) -> ApplicationError:
    """Maps field names to lists of messages, however deep DRF nested them."""
    detail = exc.detail
    if not isinstance(detail, dict):
        return errors.InvalidRequest(" ".join(_sentences(detail)))
    fields = {str(name): _sentences(value) for name, value in detail.items()}
    general = fields.pop("non_field_errors", None)
    error = errors.InvalidRequest(" ".join(general or []))
    error.fields = fields or None
    return error


def _sentences(detail: Any) -> list[str]:
    if isinstance(detail, dict):
        return [f"{name}: {text}" for name, value in detail.items() for text in _sentences(value)]
    if isinstance(detail, list | tuple):
        return [text for value in detail for text in _sentences(value)]
    return [str(detail)]
