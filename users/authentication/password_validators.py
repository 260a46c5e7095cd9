"""Django's password validators, applied to the password in NFC, which is what is hashed."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy, ngettext

from core.text import LONGEST_FORM, is_within, nfc
from core.validation import MAX_PASSWORD
from users.authentication.breached_passwords import is_breached

_TOO_SIMILAR = {
    "email": gettext_lazy("The password is too similar to the email."),
    "full name": gettext_lazy("The password is too similar to the full name."),
}

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

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError. Django's names the field by its `verbose_name`, which models have in English."""
        try:
            super().validate(password, user)
        except ValidationError as exc:
            name = (exc.params or {}).get("verbose_name", "full name")
            raise ValidationError(_TOO_SIMILAR[name], code=exc.code) from exc


class CommonPasswordValidator(_Normalized, password_validation.CommonPasswordValidator):
    """Refuses twenty thousand common passwords."""


class NumericPasswordValidator(_Normalized, password_validation.NumericPasswordValidator):
    """Refuses passwords of digits only."""


class BreachedPasswordValidator:
    """Refuses passwords that are known from breaches."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if is_breached(password[: LONGEST_FORM * MAX_PASSWORD]):
            message = gettext("This password is known from a data breach. Choose another one.")
            raise ValidationError(message, code="password_breached")

    def get_help_text(self) -> str:
        """The rule."""
        return gettext("Your password can't be one that is known from a data breach.")


class MaximumLengthValidator:
    """Refuses passwords that are longer than a login accepts."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if not is_within(password, MAX_PASSWORD):
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """The rule."""
        text = ngettext(
            "Your password can have at most %(most)s character.",
            "Your password can have at most %(most)s characters.",
            MAX_PASSWORD,
        )
        return text % {"most": MAX_PASSWORD}
