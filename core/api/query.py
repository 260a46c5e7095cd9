"""Query parameters as a serializer: each is a field with a bound; an empty one counts as not given."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.request import Request

from core.api.serializers import ISODateField
from core.api.shared_serializers import shared_serializer
from core.dates import end_of_day, start_of_day, today
from core.money import to_minor
from core.text import clean_search
from core.validation import MAX_ID, MAX_PAGE_SIZE, MAX_TEXT, PAGE_SIZE, is_id


class QuerySerializer(serializers.Serializer[Any]):
    """The query parameters of an operation. Every field is optional and says its `schema` for the document."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """The value of each parameter; its default, or None, where it is not given. Raises DRF's ValidationError.

        The view has refused unknown and repeated parameters before.
        """
        serializer = shared_serializer(cls)
        serializer.initial_data = {name: value for name, value in request.query_params.items() if value}
        values = serializer.run_validation(serializer.initial_data)
        return {str(name): values.get(name) for name in serializer.fields}

    @classmethod
    def parameters(cls) -> list[OpenApiParameter]:
        """The same for the OpenAPI document."""
        return [
            OpenApiParameter(str(name), getattr(field, "schema", {"type": "string"}), description=field.help_text or "")
            for name, field in cls().fields.items()
        ]


class IdParameter(serializers.IntegerField):
    """An integer from 1 to the largest id."""

    schema: ClassVar[dict[str, Any]] = {"type": "integer", "minimum": 1, "maximum": MAX_ID}

    def __init__(self, help_text: str) -> None:
        super().__init__(required=False, help_text=help_text)

    def to_internal_value(self, data: Any) -> int:
        """Accepts ASCII digits only."""
        if not is_id(data) or not int(data):
            raise serializers.ValidationError(gettext("Must be an integer."))
        return int(data)


class ChoiceParameter(serializers.ChoiceField):
    """One of some words."""

    def __init__(self, choices: list[str], help_text: str = "", default: str | None = None) -> None:
        super().__init__(choices, required=False, default=default or empty, help_text=help_text)
        self.schema = {"type": "string", "enum": sorted(choices), **({"default": default} if default else {})}

    def to_internal_value(self, data: Any) -> str:
        """The word."""
        if data not in self.choices:
            choices = ", ".join(map(str, self.choices))
            raise serializers.ValidationError(gettext("Must be one of: %(choices)s.") % {"choices": choices})
        return str(data)


class BooleanParameter(serializers.BooleanField):
    """`true` or `false`."""

    schema: ClassVar[dict[str, Any]] = {"type": "boolean"}

    def __init__(self, help_text: str = "") -> None:
        super().__init__(required=False, help_text=help_text)

    def to_internal_value(self, data: Any) -> bool:
        """Accepts these two words only."""
        if data not in {"true", "false"}:
            raise serializers.ValidationError(gettext("Must be one of: %(choices)s.") % {"choices": "true, false"})
        return bool(data == "true")


class SearchParameter(serializers.CharField):
    """Free text of bounded length in NFC."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "maxLength": MAX_TEXT}

    def __init__(self, help_text: str) -> None:
        super().__init__(required=False, help_text=help_text, trim_whitespace=False)

    def to_internal_value(self, data: Any) -> str:
        """The normalized text."""
        try:
            return clean_search(data)
        except ValueError as exc:
            raise serializers.ValidationError(str(exc)) from exc


class TextParameter(serializers.Field[str, str, str, Any]):
    """Text as it is given, which the view or a subclass reads."""

    def __init__(self, help_text: str = "", schema: dict[str, Any] | None = None) -> None:
        super().__init__(required=False, help_text=help_text)
        self.schema = schema or {"type": "string"}

    def to_internal_value(self, data: str) -> str:
        """The text."""
        return data


class AmountParameter(serializers.Field[int, str, str, Any]):
    """An amount of the bank's currency."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "example": "12.50"}

    def __init__(self, help_text: str = "") -> None:
        super().__init__(required=False, help_text=help_text)

    def to_internal_value(self, data: str) -> int:
        """The amount in minor units."""
        try:
            return to_minor(data, settings.BANK_CURRENCY)
        except ValueError as exc:
            raise serializers.ValidationError(str(exc)) from exc


class DateParameter(ISODateField):
    """A day, `YYYY-MM-DD`."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "format": "date"}

    def __init__(self, help_text: str = "") -> None:
        super().__init__(required=False, help_text=help_text)


class PeriodSerializer(QuerySerializer):
    """`from` and `to`: days, both included. See `instants`."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """With `from`, which a class body cannot declare."""
        return {"from": DateParameter(), "to": DateParameter("Inclusive."), **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuses a period that ends before it begins."""
        first, last = attrs.get("from"), attrs.get("to")
        if first and last and last < first:
            raise serializers.ValidationError({"to": gettext("Must not be earlier than `from`.")})
        return attrs


def instants(query: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """The instants from the start of `from` to before the day after `to`; None where a side is open."""
    first, last = query["from"], query["to"]
    return (start_of_day(first) if first else None, end_of_day(last) if last else None)


def instants_until_today(query: dict[str, Any]) -> tuple[datetime | None, datetime]:
    """As `instants`; without `to` up to today, or up to the day of `from` if it lies in the future."""
    since, before = instants(query)
    return since, before or end_of_day(max(today(), query["from"] or today()))


class PageSerializer(QuerySerializer):
    """The parameters of a list; `core.api.pagination` reads them."""

    cursor = TextParameter("Cursor from `next` or `previous`.")
    page_size = TextParameter(schema={"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE})
