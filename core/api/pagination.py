"""Cursor pages: `{"next", "previous", "results"}`, in a total order."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext
from rest_framework import pagination
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from core.api.shared_serializers import serialize_rows
from core.exceptions import InvalidRequest
from core.validation import MAX_PAGE_SIZE, PAGE_SIZE, is_id


class CursorPagination(pagination.CursorPagination):
    """50 rows a page, 1 to 200 with `?page_size=`, ordered by a unique column: no row is shown twice or missed."""

    page_size = PAGE_SIZE
    max_page_size = MAX_PAGE_SIZE
    page_size_query_param = "page_size"
    ordering = "-id"

    def get_page_size(self, request: Request) -> int:
        """The requested page size. Raises InvalidRequest for one out of bounds."""
        asked = request.query_params.get(self.page_size_query_param)
        if not asked:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and len(asked) <= 3 and 1 <= int(asked) <= self.max_page_size):
            raise InvalidRequest(
                page_size=gettext("Must be an integer from 1 to %(most)s.") % {"most": self.max_page_size}
            )
        return int(asked)

    def decode_cursor(self, request: Request) -> Any:
        """DRF's cursor. Raises InvalidRequest for an invalid one, for which DRF would respond with 404."""
        try:
            cursor = super().decode_cursor(request)
        except (NotFound, ValueError) as exc:
            raise InvalidRequest(cursor=gettext("Invalid cursor.")) from exc
        position = "1" if cursor is None or cursor.position is None else str(cursor.position)
        if not is_id(position):
            raise InvalidRequest(cursor=gettext("Invalid cursor."))
        return cursor if cursor is None or cursor.position is None else cursor._replace(position=int(position))


def paginated_response(
    rows: Any,
    serializer_class: type[BaseSerializer[Any]],
    request: Request,
    view: APIView,
    *,
    pages: CursorPagination | None = None,
    shown: Callable[[Sequence[Any]], None] | None = None,
    **context: Any,
) -> Response:
    """A response with one page of `rows`: a queryset, a compiled query, or what `pages` reads.

    `shown` is called with the rows of the page before they are serialized.
    """
    pages = pages or CursorPagination()
    page: Sequence[Any] | None = pages.paginate_queryset(rows, request, view=view)
    if shown is not None:
        shown(page or [])
    return pages.get_paginated_response(serialize_rows(serializer_class, page or [], {"request": request, **context}))
