"""Errors about second factors."""

from django.utils.translation import gettext_lazy

from core.exceptions import ApplicationError


class FactorInvalid(ApplicationError):
    """400: a wrong, used or expired code or passkey of a signed-in user, whose session goes on."""

    code = "factor_invalid"
    default_message = gettext_lazy("The code or passkey is not valid.")


class LoginFactorInvalid(FactorInvalid):
    """401: the same at a login; also for a challenge that is unknown, used or expired."""

    status = 401
    code = "factor_invalid"
    default_message = gettext_lazy("The code or passkey is not valid, or the sign-in has expired.")


class StepUpRequired(ApplicationError):
    """401: the session is valid, but must prove again who uses it."""

    status = 401
    code = "step_up_required"
    default_message = gettext_lazy("Please confirm with your second factor, or with your password if you have none.")
    authenticate = 'Bearer error="insufficient_user_authentication"'  # RFC 9470


class FactorRequired(ApplicationError):
    """422: without this factor the user would have none, and must have one."""

    status = 422
    code = "factor_required"
    default_message = gettext_lazy("Your role needs a second factor. Add another one before you remove this one.")
