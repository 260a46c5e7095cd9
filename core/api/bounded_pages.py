"""Cursor pages of lists that read a bounded number of rows for each page.

A filter that few rows match would otherwise read a whole history to fill one page. Here a page may have fewer rows
than `page_size`, or none, although `next` has a link; a list has ended where `next` is null.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Model
from rest_framework.pagination import Cursor
from rest_framework.request import Request
from rest_framework.views import APIView

from core.api.pagination import CursorPagination

Row = TypeVar("Row", bound=Model)
Found_co = TypeVar("Found_co", bound=Model, covariant=True)


class Rows(Protocol[Found_co]):
    """A queryset or a compiled query, in order."""

    def __getitem__(self, part: slice, /) -> Iterable[Found_co]:
        """The rows of this part."""


@dataclass(frozen=True)
class Section(Generic[Row]):
    """The part of a list that one page reads: its matching rows in the order of reading.

    `end` is the key of the last row that was read, matching or not; None where the list ends in this section.
    """

    rows: Rows[Row]
    end: int | None


class BoundedList(Protocol[Row]):
    """A list in descending order of a unique integer `key`, an attribute of its rows."""

    @property
    def key(self) -> str:
        """The name of the attribute."""

    def read(self, position: int | None, *, back: bool, size: int) -> Section[Row]:
        """The section with keys below `position`; with `back` those above it, in ascending order.

        A section that has not ended either contains more than `size` matching rows or has an `end`.
        """


class BoundedCursorPagination(CursorPagination):
    """Pages of a `BoundedList`, with the same cursors as those of a queryset."""

    _older: int | None = None
    _newer: int | None = None

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        """The rows of the page that the request asks for, of a `BoundedList`."""
        self.request, self.base_url = request, request.build_absolute_uri()
        size = self.get_page_size(request)
        cursor = self.decode_cursor(request)
        position = None if cursor is None or cursor.position is None else int(cursor.position)
        back = position is not None and cursor.reverse
        section = queryset.read(position, back=back, size=size)
        found = list(section.rows[: size + 1])
        page = found[:size]
        end = getattr(page[-1], queryset.key) if len(found) > size else section.end
        keys = [getattr(row, queryset.key) for row in page]
        if position is not None and back:
            self._older, self._newer = (keys[0] if keys else position + 1), end
            page.reverse()
        else:
            self._older = end
            self._newer = None if position is None else keys[0] if keys else position - 1
        return page

    def get_next_link(self) -> str | None:
        """The link to the rows with lower keys."""
        return self._link(self._older, back=False)

    def get_previous_link(self) -> str | None:
        """The link to the rows with higher keys."""
        return self._link(self._newer, back=True)

    def _link(self, position: int | None, *, back: bool) -> str | None:
        if position is None:
            return None
        return str(self.encode_cursor(Cursor(offset=0, reverse=back, position=max(position, 0))))
