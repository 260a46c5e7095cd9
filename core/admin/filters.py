"""Filters of the staff site's lists, and which lookups a list accepts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest

from core.dates import end_of_day, start_of_day
from core.validation import parse_date

if TYPE_CHECKING:
    FieldFilter = admin.FieldListFilter
else:
    from unfold.contrib.filters.admin import RangeDateFilter as FieldFilter  # has no types


# Suffixes that filters use. Arbitrary lookups could traverse relations, to password hashes in the end.
_LOOKUP_SUFFIXES = ("", "__exact", "__id__exact", "__isnull", "_from", "_to")


class DateRangeFilter(FieldFilter):
    """From a day to a day, both included; for date columns, and for time columns by the bank's day."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Raises IncorrectLookupParameters for an invalid day; the list then shows an error page."""
        first, last = (self._day(end) for end in ("from", "to"))
        is_moment = self.field.get_internal_type() == "DateTimeField"
        if first:
            queryset = queryset.filter(**{f"{self.field_path}__gte": start_of_day(first) if is_moment else first})
        if last and is_moment:
            return queryset.filter(**{f"{self.field_path}__lt": end_of_day(last)})
        return queryset.filter(**{f"{self.field_path}__lte": last}) if last else queryset

    def _day(self, end: str) -> Any:
        text = str(self.used_parameters.get(f"{self.field_path}_{end}") or "")
        day = parse_date(text)
        if text and day is None:
            raise IncorrectLookupParameters("Must be a date in the form YYYY-MM-DD.")
        return day


def is_declared_lookup(filters: Iterable[Any], lookup: str) -> bool:
    """Whether one of the page's `list_filter` uses this lookup."""
    names = [f[0] if isinstance(f, tuple) else getattr(f, "parameter_name", f) for f in filters]
    return lookup in {f"{name}{ending}" for name in names for ending in _LOOKUP_SUFFIXES}
