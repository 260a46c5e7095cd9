"""The base of request bodies: no unknown fields, no values of other types, text normalized and bounded."""

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from rest_framework import serializers

from core.text import LONGEST_FORM, clean_line, nfc
from core.validation import MAX_FIELD_NAME, MAX_NAMED_FIELDS, parse_date

# DRF accepts `0` for "0" and "no" for false; a client that sends those has probably made a mistake.
_TYPES: list[tuple[type[Any], type, str | Promise]] = [
    (serializers.CharField, str, gettext_lazy("Must be a string.")),
    (serializers.BooleanField, bool, gettext_lazy("Must be a boolean.")),
    (serializers.IntegerField, int, gettext_lazy("Must be an integer.")),
]


class StrictSerializer(serializers.Serializer[Any]):
    """A request body. A field that it does not name, or a value of another JSON type, is an error."""

    def to_internal_value(self, data: Any) -> Any:
        """As in DRF, after refusing unknown names (the error lists the first `MAX_NAMED_FIELDS`) and wrong types."""
        if isinstance(data, dict):
            unknown = [str(name)[:MAX_FIELD_NAME] for name in data if name not in self.fields]
            if unknown:
                raise serializers.ValidationError(
                    {name: [gettext("Unknown field.")] for name in unknown[:MAX_NAMED_FIELDS]}
                )
            wrong = {name: message for name, value in data.items() if (message := self._mistaken(name, value))}
            if wrong:
                raise serializers.ValidationError({name: [str(message)] for name, message in wrong.items()})
        return super().to_internal_value(data)

    def _mistaken(self, name: str, value: Any) -> str | Promise | None:
        """The error message for a value of the wrong type; the field itself handles null."""
        for kind, wanted, message in _TYPES:
            if isinstance(self.fields[name], kind):
                return None if value is None or type(value) is wanted else message
        return None


class NormalizedField(serializers.CharField):
    """Text in NFC; `max_length` counts the normalized text. Every text field of a request body is one, or ASCII."""

    def to_internal_value(self, data: Any) -> str:
        """The normalized text. One that is too long in any form is refused first: normalizing it takes long."""
        text = super().to_internal_value(data)
        if self.max_length is not None and len(text) > LONGEST_FORM * self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return nfc(text)


class SingleLineField(NormalizedField):
    """Text on one line, without control characters (`core.text.clean_line`)."""

    def to_internal_value(self, data: Any) -> str:
        """Refuses characters that a statement or a list cannot print."""
        try:
            text = clean_line(super().to_internal_value(data))
        except ValueError as exc:
            raise serializers.ValidationError(str(exc)) from exc
        if not text and not self.allow_blank:
            self.fail("blank")
        return text


class ISODateField(serializers.DateField):
    """A date in the form YYYY-MM-DD, of a year in `core.validation.YEARS`."""

    def to_internal_value(self, data: Any) -> date:
        """Accepts only that form."""
        day = parse_date(data) if isinstance(data, str) else None
        if day is None:
            raise serializers.ValidationError(gettext("Must be a date in the form YYYY-MM-DD."))
        return day


def validate_body(serializer_class: type[serializers.Serializer[Any]], data: Any, **options: Any) -> dict[str, Any]:
    """The cleaned body; raises DRF's ValidationError."""
    serializer = serializer_class(data=data, **options)
    serializer.is_valid(raise_exception=True)
    result: dict[str, Any] = serializer.validated_data
    return result
