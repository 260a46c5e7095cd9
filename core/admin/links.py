"""Links of the staff site from a row to related rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html


@dataclass(frozen=True)
class Link:
    """A link from a row to `page` (`app_model`): to a row if `where` returns its id, to a list for lookups."""

    title: str
    page: str
    where: Callable[[Any], dict[str, Any] | int | None]

    def address(self, row: Model) -> str | None:
        """The URL; None if there is no related row."""
        where = self.where(row)
        if where is None:
            return None
        if isinstance(where, int):
            return reverse(f"admin:{self.page}_change", args=[where])
        return f"{reverse(f'admin:{self.page}_changelist')}?{urlencode(where)}"


def related_link(name: str, page: str, title: str = "") -> Any:
    """A column with the related row `name`, or the account number in it, and a link to its page."""

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
