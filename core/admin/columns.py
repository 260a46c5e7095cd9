"""Columns of the staff site's lists and fields of its pages: people, accounts, amounts, statuses.

Each function returns a column: a function of a row, for `list_display` and for `fields`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from core.money import to_display_text

Row = Any
NOTHING = "-"
# The look of a status, by unfold's names of it.
GOOD, WARNING, BAD, NEUTRAL, INFO = "success", "warning", "danger", "default", "info"


def column(
    title: str, read: Callable[[Row], Any], *, name: str = "", ordering: str | None = None, boolean: bool | None = None
) -> Any:
    """A column with this title; `name` is part of its CSS class."""

    @admin.display(description=title, ordering=ordering, boolean=boolean)
    def shown(row: Row) -> Any:
        return read(row)

    shown.__name__ = name or title.replace(" ", "_")
    return shown


def amount_column(title: str, read: Callable[[Row], tuple[int, str] | None], *, ordering: str | None = None) -> Any:
    """An amount, read as minor units and currency: grouped, with the currency, right-aligned; None: no amount."""

    def shown(row: Row) -> str:
        amount = read(row)
        return NOTHING if amount is None else amount_text(*amount)

    return column(title, shown, name=f"{title.replace(' ', '_')}_amount", ordering=ordering)


def amount_text(minor: int, currency: str) -> str:
    """An amount in tabular figures, on one line."""
    return format_html('<span class="bank-amount">{}</span>', to_display_text(minor, currency))


def person_column(name: str, title: str = "", *, is_linked: bool = True) -> Any:
    """The person in the relation `name`: full name and e-mail, with a link for those who may see the person."""

    def shown(row: Row) -> str:
        person = getattr(row, name)
        return NOTHING if person is None else person_text(person, is_linked=is_linked)

    return column(title or name.replace("_", " "), shown, name=f"{name}_person", ordering=name)


def person_text(person: Any, *, is_linked: bool) -> str:
    """The full name, and the e-mail below it."""
    name = person.full_name or person.email
    if is_linked:
        name = link_text(reverse("admin:users_user_change", args=[person.pk]), name)
    return two_lines(name, person.email)


def account_column(name: str, title: str = "", *, is_linked: bool = True) -> Any:
    """The account in the relation `name`: its number, with the owner below it, or the name of the bank's own."""

    def shown(row: Row) -> str:
        account = getattr(row, name)
        return NOTHING if account is None else account_text(account, is_linked=is_linked)

    return column(title or name.replace("_", " "), shown, name=f"{name}_account", ordering=name)


def account_text(account: Any, *, is_linked: bool) -> str:
    """The number, with the owner below it; of the bank's own accounts the name."""
    name = account.number if account.owner_id else account.name
    if is_linked:
        name = link_text(reverse("admin:accounts_account_change", args=[account.pk]), name)
    return two_lines(name, account.owner.full_name if account.owner_id else "")


def badge_column(name: str, looks: Mapping[str, str], title: str = "") -> Any:
    """The value of a field with choices as a badge; `looks` has the look of each value."""

    def shown(row: Row) -> str:
        return badge(getattr(row, f"get_{name}_display")(), looks.get(getattr(row, name), NEUTRAL))

    return column(title or name, shown, name=f"{name}_badge", ordering=name)


def badge(text: str, look: str = NEUTRAL) -> str:
    """A badge of unfold with this look."""
    return render_to_string("unfold/helpers/label.html", {"text": text, "type": look, "class": "bank-badge"})


def two_lines(first: str, second: str) -> str:
    """A text, and a smaller one below it."""
    below = format_html('<span class="bank-second">{}</span>', second) if second else ""
    return format_html('<span class="bank-lines"><span>{}</span> {}</span>', first, below)


def link_text(address: str, text: str) -> str:
    """A link within a cell."""
    return format_html('<a href="{}" class="text-link">{}</a>', address, text)
