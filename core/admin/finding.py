"""Finding rows in the admin: a list that counts no further than it must, days as filters, links between rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import smart_split

from core.dates import after, start_of
from core.text import clean_search, fold
from core.validation import day_of

if TYPE_CHECKING:
    from django.contrib.admin.views.main import ChangeList

    AnyPaginator = Paginator[Any]
    FieldFilter = admin.FieldListFilter
else:
    AnyPaginator = Paginator  # takes a parameter in the stubs only
    from unfold.contrib.filters.admin import RangeDateFilter as FieldFilter  # has no types
    from unfold.views import ChangeList

# Rows that a list leads to; whoever looks for one further down narrows the list. A count of so many index entries
# is a millisecond, one of all rows of the ledger a second.
MOST_COUNTED = 10_000
MAX_WORDS = 10  # of a search; each is compared with every column
# How filters ask. Not whatever begins with a filter's field: a relation leads on, to its own password in the end.
_ENDINGS = ("", "__exact", "__id__exact", "__isnull", "_from", "_to")


class CountingUpTo(AnyPaginator):
    """Counts `MOST_COUNTED` rows and no more; where there are more, it says so."""

    template_name = "admin/pages.html"
    _first: ClassVar[int] = MOST_COUNTED

    @cached_property
    def counted(self) -> int:
        """One more than are shown, where there are more."""
        rows: Any = self.object_list
        if isinstance(rows, QuerySet):
            return rows.order_by()[: self._first + 1].count()
        return len(rows)

    @cached_property
    def count(self) -> int:
        """What the pages are made of."""
        return min(self.counted, self._first)

    @property
    def said(self) -> str:
        """The number as shown."""
        return f"{self.count:,}+" if self.counted > self.count else f"{self.count:,}"


def folded_term(text: str) -> str:
    """What Django splits into words and looks for: folded, as every column that is searched in is.

    Raises ValueError for what the API's `search` refuses, and for more than `MAX_WORDS` words.
    """
    term = fold(clean_search(text))  # one character may become several words
    if sum(1 for _ in smart_split(term)) > MAX_WORDS:
        raise ValueError(f"Must have at most {MAX_WORDS} words.")
    return term


class SearchField(forms.CharField):
    """What is searched for, by the rules of `folded_term`."""

    def clean(self, value: Any) -> str:
        """As it was typed. Raises ValidationError, which the list shows."""
        text = str(super().clean(value))
        try:
            folded_term(text)
            return clean_search(text)
        except ValueError as exc:
            raise forms.ValidationError(f"Search: {exc}") from exc


class SearchForm(forms.Form):
    """Django's, with our field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {SEARCH_VAR: SearchField(required=False)}


class CountedList(ChangeList):
    """Says its number once, below, where "10,000+" can be said; Unfold's heading would call the bound the result."""

    search_form_class = SearchForm

    def get_results(self, request: HttpRequest) -> None:
        """With nothing left for the heading to compare."""
        super().get_results(request)
        self.full_result_count = self.result_count


class DaysFilter(FieldFilter):
    """From a day to a day, both included; of a moment in UTC or of a date."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Raises IncorrectLookupParameters, which the list answers with a page that says so, for what is no day."""
        first, last = (self._day(end) for end in ("from", "to"))
        is_moment = self.field.get_internal_type() == "DateTimeField"
        if first:
            queryset = queryset.filter(**{f"{self.field_path}__gte": start_of(first) if is_moment else first})
        if last and is_moment:
            return queryset.filter(**{f"{self.field_path}__lt": after(last)})
        return queryset.filter(**{f"{self.field_path}__lte": last}) if last else queryset

    def _day(self, end: str) -> Any:
        text = str(self.used_parameters.get(f"{self.field_path}_{end}") or "")
        day = day_of(text)
        if text and day is None:
            raise IncorrectLookupParameters("A day as YYYY-MM-DD.")
        return day


def found_by(filters: Iterable[Any], lookup: str) -> bool:
    """Whether one of a page's `list_filter` asks this."""
    names = [f[0] if isinstance(f, tuple) else getattr(f, "parameter_name", f) for f in filters]
    return lookup in {f"{name}{ending}" for name in names for ending in _ENDINGS}


@dataclass(frozen=True)
class Link:
    """From a row to `page` (`app_model`): to one row where `where` gives its id, to a list where it gives lookups."""

    title: str
    page: str
    where: Callable[[Any], dict[str, Any] | int | None]

    def address(self, row: Model) -> str | None:
        """None where it leads nowhere."""
        where = self.where(row)
        if where is None:
            return None
        if isinstance(where, int):
            return reverse(f"admin:{self.page}_change", args=[where])
        return f"{reverse(f'admin:{self.page}_changelist')}?{urlencode(where)}"


def linked(name: str, page: str, title: str = "") -> Callable[[Any], str]:
    """A column that shows the related row `name`, or the number in it, and leads to its page."""

    @admin.display(description=title or name.replace("_", " "), ordering=name)
    def column(row: Any) -> str:
        there = getattr(row, name)
        if there is None:
            return "-"
        number = there.pk if isinstance(there, Model) else there
        address = reverse(f"admin:{page}_change", args=[number])
        return format_html('<a href="{}" class="text-link">{}</a>', address, there)

    column.__name__ = f"{name}_link"
    return column
