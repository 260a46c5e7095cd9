"""Selects the rows of an admin action: those that were selected on one page of the list."""

from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest

from core.validation import is_id

ALL_PAGES = "An action applies to the rows that are selected on one page. Nothing was changed."
TOO_MANY = "At most {most} rows can be selected. Nothing was changed."
NONE_LEFT = "None of the selected rows is in this list any more. Nothing was changed."


class SelectionRefused(Exception):
    """The selection is not possible on a page of the list; the message is for the user."""


def keep_selected(request: HttpRequest, rows: QuerySet[Any], *, most: int) -> QuerySet[Any]:
    """The selected rows among `rows`, which are those that the list shows; others are removed from `request.POST`.

    Raises SelectionRefused for "all rows of all pages" (Django's `select_across`), for more rows than the page has,
    and where none of the selected rows is in the list.
    """
    if set(request.POST.getlist("select_across")) - {"", "0"}:
        raise SelectionRefused(ALL_PAGES)
    sent = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
    if len(sent) > most:
        raise SelectionRefused(TOO_MANY.format(most=most))
    selected = rows.filter(pk__in=[int(number) for number in sent if is_id(number)])
    numbers = [str(number) for number in selected.values_list("pk", flat=True)]
    if not numbers:
        raise SelectionRefused(NONE_LEFT)
    form = request.POST.copy()
    form.setlist(ACTION_CHECKBOX_NAME, numbers)
    request.POST = form  # type: ignore[assignment]  # Django reads the selection from it
    return selected
