"""Refusals about people."""

from core.errors import Refusal


class InvalidCredentials(Refusal):
    """401: wrong e-mail, wrong password or an inactive user; one answer for all three."""

    status = 401
    code = "invalid_credentials"
    sentence = "Invalid email or password."


class RegistrationClosed(Refusal):
    """403: this bank enrols its members itself."""

    status = 403
    code = "registration_closed"
    sentence = "Registration is closed. Please ask the bank for an account."
