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


def related_link(name: str, page: str, title: str = "") -> Callable[[Any], str]:
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
