"""Errors about people."""

from django.utils.translation import gettext_lazy

from core.exceptions import ApplicationError


class InvalidCredentials(ApplicationError):
    """401: wrong e-mail, wrong password or an inactive user; the response is the same."""

    status = 401
    code = "invalid_credentials"
    default_message = gettext_lazy("Invalid email or password.")


class LastAdministrator(ApplicationError):
    """422: there must be at least one active administrator."""

    status = 422
    code = "last_administrator"
    default_message = gettext_lazy("This is the last active administrator. Appoint another one first.")


class RegistrationClosed(ApplicationError):
    """403: members cannot register; staff enrol them."""

    status = 403
    code = "registration_closed"
    default_message = gettext_lazy("Registration is closed. Please ask the bank for an account.")
