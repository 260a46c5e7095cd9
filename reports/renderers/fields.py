"""Renders the fields of a dataclass by their types. Amounts, days, months and ratios become text here."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from django.conf import settings
from django.db.models import TextChoices

from core.dates import Month
from core.money import MinorUnits, to_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value = str | int
Render = Callable[[Any], Value]


def amount_text(minor: int) -> str:
    """An amount of the bank's currency: `"1250.00"`."""
    return to_text(minor, settings.BANK_CURRENCY)


def ratio_text(ratio: Fraction) -> str:
    """To four decimals: `"0.0312"`."""
    return str(Decimal(round(ratio * 10_000)).scaleb(-4))


def month_text(first_day: date) -> str:
    """`"2026-03"`."""
    return f"{first_day:%Y-%m}"


def choice_text(choice: TextChoices) -> str:
    """The value of a choice, not its label."""
    return str(choice.value)


_BY_TYPE: dict[Any, Render] = {
    int: int,
    str: str,
    MinorUnits: amount_text,
    date: date.isoformat,
    Month: month_text,
    Fraction: ratio_text,
}


def render_fields(instance: "DataclassInstance", *, text: Callable[[str], str] = str) -> dict[str, Value]:
    """`{field: value}`, in order. A field that is a dict becomes a value `field_key` for each of its keys.

    `text` changes the texts that people wrote, such as names; amounts and days are not passed to it.

    Raises TypeError for a field of a type that has no rule.
    """
    rendered: dict[str, Value] = {}
    for name, render, is_dict in _fields(type(instance)):
        value = getattr(instance, name)
        if type(value) is str:
            rendered[name] = text(value)
        elif is_dict:
            rendered |= {f"{name}_{key}": render(item) for key, item in value.items()}
        else:
            rendered[name] = render(value)
    return rendered


@cache
def _fields(row_type: type["DataclassInstance"]) -> list[tuple[str, Render, bool]]:
    """The name of each field, what renders it, and whether it is a dict."""
    found, hints = [], get_type_hints(row_type, include_extras=True)
    for name in (field.name for field in fields(row_type)):
        hint = hints[name]
        is_dict = get_origin(hint) is dict
        render = _render_by(get_args(hint)[1] if is_dict else hint)
        if render is None:
            raise TypeError(f"{row_type.__name__}.{name}: no rule renders {hint}.")
        found.append((name, render, is_dict))
    return found


def _render_by(hint: Any) -> Render | None:
    if get_origin(hint) in (Union, UnionType):
        return _optional(hint)
    if isinstance(hint, type) and issubclass(hint, TextChoices):
        return choice_text
    return _BY_TYPE.get(hint)


def _optional(hint: Any) -> Render | None:
    """`X | None`: None is an empty text."""
    parts = [part for part in get_args(hint) if part is not type(None)]
    render = _render_by(parts[0]) if len(parts) == 1 else None
    return render and (lambda value: "" if value is None else render(value))
