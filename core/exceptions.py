"""The errors of the API: one class each, with its code and status."""

import logging
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class ApplicationError(Exception):
    """An error response to a request; `core.api.exception_handler` turns it into HTTP.

    Raised inside `core.db.transactions.atomic_with_retry` it undoes the transaction; returned from it, it is raised
    after the commit, so that the audit row of a refusal stays.
    """

    status: int = 400
    code: ClassVar[str] = "invalid_request"
    default_message: ClassVar[str | Promise] = gettext_lazy("The request is not valid.")
    authenticate: ClassVar[str] = 'Bearer realm="api"'  # the header `WWW-Authenticate` of a 401 (RFC 6750)
    audit_event: ClassVar[str] = ""  # recorded for a refusal with this error, where it has an event of its own

    def __init__(
        self,
        message: str | Promise = "",
        *,
        fields: dict[str, list[str]] | None = None,
        details: dict[str, str] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message or self.default_message)
        self.fields = fields
        self.details = details  # figures that a client can act on
        self.retry_after = retry_after


class InvalidRequest(ApplicationError):
    """400: the input is not valid; `fields` names the fields."""

    def __init__(self, message: str | Promise = "", /, **fields: str | Promise) -> None:
        super().__init__(message, fields={name: [str(text)] for name, text in fields.items()} or None)


class NotAuthenticated(ApplicationError):
    """401: there is no token, and the route requires one."""

    status = 401
    code = "not_authenticated"
    default_message = gettext_lazy("Please sign in first.")


class PermissionDenied(ApplicationError):
    """403: the role does not allow this."""

    status = 403
    code = "permission_denied"
    default_message = gettext_lazy("You do not have permission to do this.")


class FactorSetupRequired(ApplicationError):
    """403: the role must have a second factor, and the user has none yet."""

    status = 403
    code = "factor_setup_required"
    default_message = gettext_lazy("Your role needs a second factor. Set one up first.")


class NotFound(ApplicationError):
    """404: it does not exist or is not visible to the user; one body for both."""

    status = 404
    code = "not_found"
    default_message = gettext_lazy("Not found.")


class MethodNotAllowed(ApplicationError):
    """405: the path does not have this method."""

    status = 405
    code = "method_not_allowed"
    default_message = gettext_lazy("This method is not allowed here.")


class RequestTimeout(ApplicationError):
    """408: the body did not arrive in time."""

    status = 408
    code = "request_timeout"
    default_message = gettext_lazy("The request took too long to arrive.")


class NotAcceptable(ApplicationError):
    """406: no representation that `Accept` allows."""

    status = 406
    code = "not_acceptable"
    default_message = gettext_lazy("This is not available in a format that you accept.")


class Conflict(ApplicationError):
    """409: the state has changed; for conflicts without a code of their own."""

    status = 409
    code = "conflict"
    default_message = gettext_lazy("The state has changed in the meantime. Please look again.")


class PayloadTooLarge(ApplicationError):
    """413: the body is larger than any valid request."""

    status = 413
    code = "payload_too_large"
    default_message = gettext_lazy("The request body is too large.")


class UnsupportedMediaType(ApplicationError):
    """415: bodies are JSON."""

    status = 415
    code = "unsupported_media_type"
    default_message = gettext_lazy("Send the body as application/json.")


class Throttled(ApplicationError):
    """429: too many attempts; `retry_after` is the wait in seconds."""

    status = 429
    code = "throttled"
    default_message = gettext_lazy("Too many requests. Please wait and try again.")

    def __init__(self, message: str | Promise = "", *, retry_after: int = 1) -> None:
        super().__init__(message, retry_after=retry_after)


class ServerError(ApplicationError):
    """500: a defect, which is logged."""

    status = 500
    code = "server_error"
    default_message = gettext_lazy("Something went wrong on our side.")


class Unavailable(ApplicationError):
    """503: a dependency is down or busy. `reason` is for the log, never for the client; `word` is for the metrics."""

    status = 503
    code = "unavailable"
    default_message = gettext_lazy("The service is busy or unavailable at the moment. Please try again.")
    log_level: ClassVar[int] = logging.WARNING

    word: str = "other"

    def __init__(self, message: str | Promise = "", *, retry_after: int = 1, reason: str = "", word: str = "") -> None:
        super().__init__(message, retry_after=retry_after)
        self.reason = reason
        self.word = word or self.word


class ClockError(Unavailable):
    """503: this server's clock or the database's is wrong, so nothing can be posted until an operator corrects it."""

    log_level = logging.ERROR
    word = "clock"


class TimeZoneError(Unavailable):
    """503: BANK_TIME_ZONE is not the zone that the database records: no day is known until an operator corrects it."""

    log_level = logging.ERROR
    word = "time_zone"
