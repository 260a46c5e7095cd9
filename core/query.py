"""Reads query parameters: each is bounded, each refusal names its field."""

from datetime import date, datetime

from rest_framework.request import Request

from core.bounds import day_of, is_id
from core.days import after, start_of, today
from core.errors import InvalidRequest
from core.text import clean_search


def whole_number(request: Request, name: str) -> int | None:
    """A number from 1 to what an id column holds; None where the parameter is missing."""
    text = request.query_params.get(name)
    if text is None:
        return None
    if not is_id(text) or not int(text):
        raise InvalidRequest(**{name: "A whole number."})
    return int(text)


def one_of(request: Request, name: str, choices: list[str]) -> str | None:
    """One of `choices`."""
    text = request.query_params.get(name)
    if text is not None and text not in choices:
        raise InvalidRequest(**{name: f"One of: {', '.join(choices)}."})
    return text


def true_or_false(request: Request, name: str) -> bool | None:
    """`true` or `false`."""
    text = one_of(request, name, ["true", "false"])
    return None if text is None else text == "true"


def text_of(request: Request, name: str) -> str:
    """Free text of bounded length in NFC; empty where the parameter is missing."""
    try:
        return clean_search(request.query_params.get(name, ""))
    except ValueError as exc:
        raise InvalidRequest(**{name: str(exc)}) from exc


def days(request: Request) -> tuple[datetime | None, datetime | None]:
    """`from` and `to` as the instants that bound them: from the first day's start to before the day after the last."""
    first, last = _day(request, "from"), _day(request, "to")
    if first and last and last < first:
        raise InvalidRequest(to="Not before `from`.")
    return (
        start_of(first) if first else None,
        after(last) if last else None,
    )


def days_up_to_today(request: Request) -> tuple[datetime | None, datetime]:
    """As `days`; without `to` up to today, or to the day of `from` where that is to come."""
    since, before = days(request)
    return since, before or after(max(today(), since.date() if since else today()))


def _day(request: Request, name: str) -> date | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    day = day_of(text)
    if day is None:
        raise InvalidRequest(**{name: "A day as YYYY-MM-DD."})
    return day
