"""Django's password validators, applied to the password in NFC, which is what is hashed."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from core.text import LONGEST_FORM, is_within, nfc
from core.validation import MAX_PASSWORD
from users.authentication.breached_passwords import is_breached

if TYPE_CHECKING:

    class _Validator:
        def validate(self, password: str, user: Any = None) -> None: ...

else:
    _Validator = object


class _Normalized(_Validator):
    """A mixin for Django's validators."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError. Of a text that is too long, only the beginning is validated, in bounded time."""
        super().validate(nfc(password[: LONGEST_FORM * MAX_PASSWORD]), user)


class MinimumLengthValidator(_Normalized, password_validation.MinimumLengthValidator):
    """Requires a minimum length."""


class UserAttributeSimilarityValidator(_Normalized, password_validation.UserAttributeSimilarityValidator):
    """Refuses passwords that are similar to the e-mail address or name."""


class CommonPasswordValidator(_Normalized, password_validation.CommonPasswordValidator):
    """Refuses twenty thousand common passwords."""


class NumericPasswordValidator(_Normalized, password_validation.NumericPasswordValidator):
    """Refuses passwords of digits only."""


class BreachedPasswordValidator:
    """Refuses passwords that are known from breaches."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if is_breached(password[: LONGEST_FORM * MAX_PASSWORD]):
            message = "This password is known from a data breach. Choose another one."
            raise ValidationError(message, code="password_breached")

    def get_help_text(self) -> str:
        """The rule."""
        return "Your password can't be one that is known from a data breach."


class MaximumLengthValidator:
    """Refuses passwords that are longer than a login accepts."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if not is_within(password, MAX_PASSWORD):
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """The rule."""
        return f"Your password can have at most {MAX_PASSWORD} characters."
