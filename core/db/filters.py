"""Filters querysets by optional values."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def filter_given(rows: QuerySet[Row], **lookups: Any) -> QuerySet[Row]:
    """The rows that match all lookups whose value is not None."""
    return rows.filter(**{name: value for name, value in lookups.items() if value is not None})
