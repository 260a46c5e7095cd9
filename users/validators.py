"""What Django's password validators leave out: a longest length."""

from typing import Any

from django.core.exceptions import ValidationError

from core.bounds import MAX_PASSWORD


class MaximumLengthValidator:
    """A login takes no longer one, so none may be set, whichever way."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if len(password) > MAX_PASSWORD:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """The rule."""
        return f"Your password can have at most {MAX_PASSWORD} characters."
