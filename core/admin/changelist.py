"""Lists of the staff site, with bounded counting and searching."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import smart_split

from core.text import clean_search, fold

if TYPE_CHECKING:
    from django.contrib.admin.views.main import ChangeList

    AnyPaginator = Paginator[Any]
else:
    AnyPaginator = Paginator  # takes a parameter in the stubs only
    from unfold.views import ChangeList


# Rows that the pages of a list show; to find others, the user narrows the list. Counting so many index entries takes a
# millisecond, counting all rows of the ledger a second.
MAX_COUNT = 10_000
MAX_WORDS = 10  # of a search; each is compared with every column


class CappedPaginator(AnyPaginator):
    """Counts at most `MAX_COUNT` rows; shows whether there are more."""

    template_name = "admin/pages.html"
    max_count: ClassVar[int] = MAX_COUNT

    @cached_property
    def capped_count(self) -> int:
        """The number of rows; one more than the maximum if there are more."""
        rows: Any = self.object_list
        if isinstance(rows, QuerySet):
            return rows.order_by()[: self.max_count + 1].count()
        return len(rows)

    @cached_property
    def count(self) -> int:
        """The number of rows that the pages show."""
        return min(self.capped_count, self.max_count)

    @property
    def display_count(self) -> str:
        """The number as shown."""
        return f"{self.count:,}+" if self.capped_count > self.count else f"{self.count:,}"


def folded_term(text: str) -> str:
    """The term that Django splits into words: folded, as are all columns that are searched.

    Raises ValueError for terms that the API's `search` refuses, and for more than `MAX_WORDS` words.
    """
    term = fold(clean_search(text))  # one character may become several words
    if sum(1 for _ in smart_split(term)) > MAX_WORDS:
        raise ValueError(f"Must have at most {MAX_WORDS} words.")
    return term


class SearchField(forms.CharField):
    """A search term that is valid for `folded_term`."""

    def clean(self, value: Any) -> str:
        """The term as typed. Raises ValidationError, which the list shows."""
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


class CappedChangeList(ChangeList):
    """Shows the number of rows below the list alone, where it can be "10,000+"; Unfold's heading cannot show that."""

    search_form_class = SearchForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page: Any = self.model_admin
        self.title = page.heading_shown  # of the window

    def get_results(self, request: HttpRequest) -> None:
        """Sets both counts to the same value, so that Unfold's heading shows none."""
        super().get_results(request)
        self.full_result_count = self.result_count
