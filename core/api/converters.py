"""Path converters: ids that a database can hold; anything else is a 404."""

from django.urls.converters import IntConverter, StringConverter

from core.validation import MAX_ID


class BoundedId(IntConverter):
    """Up to 19 digits, at most 2^63 - 1."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """Raises ValueError, which Django turns into 404, for a number that no id column can hold."""
        number = int(value)
        if number > MAX_ID:
            raise ValueError
        return number


class AccountNumber(StringConverter):
    """Digits; the converter does not check whether the account exists."""

    regex = "[0-9]{1,34}"
