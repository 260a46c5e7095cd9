"""Django's password validators, each of which judges what will be hashed: the password in NFC."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from core.text import LONGEST_FORM, is_within, nfc
from core.validation import MAX_PASSWORD

if TYPE_CHECKING:

    class _Validator:
        def validate(self, password: str, user: Any = None) -> None: ...

else:
    _Validator = object


class _Normalized(_Validator):
    """Put before a validator of Django's."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError. Judges the beginning of what is too long in any form, which takes a bounded time."""
        super().validate(nfc(password[: LONGEST_FORM * MAX_PASSWORD]), user)


class MinimumLengthValidator(_Normalized, password_validation.MinimumLengthValidator):
    """A shortest length."""


class UserAttributeSimilarityValidator(_Normalized, password_validation.UserAttributeSimilarityValidator):
    """Not nearly one's e-mail or name."""


class CommonPasswordValidator(_Normalized, password_validation.CommonPasswordValidator):
    """None of twenty thousand that everybody tries first."""


class NumericPasswordValidator(_Normalized, password_validation.NumericPasswordValidator):
    """Not only digits."""


class MaximumLengthValidator:
    """A login takes no longer one, so none may be set, whichever way."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if not is_within(password, MAX_PASSWORD):
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """The rule."""
        return f"Your password can have at most {MAX_PASSWORD} characters."
