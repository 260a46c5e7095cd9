"""Query parameters: a view declares them, each is bounded, and each refusal names its field."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.views import APIView

from core.api.query import QuerySerializer
from core.dates import end_of_day, start_of_day, today
from core.exceptions import InvalidRequest
from core.text import clean_search
from core.validation import MAX_FIELD_NAME, MAX_NAMED_FIELDS, is_id, parse_date


class DeclaredQuery(APIView):
    """A view that declares the query parameters of each method: any other parameter is refused and cannot be read.

    The OpenAPI document takes them from here (`core.api.openapi.DeclaredSchema`).
    """

    query_parameters: ClassVar[dict[str, Sequence[OpenApiParameter]]] = {}
    query: ClassVar[type[QuerySerializer] | None] = None  # of a view that has GET alone

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Checks the parameters after method, role and rate limit, and before any query."""
        super().initial(request, *args, **kwargs)
        declared = self.declared_parameters()
        wrong = {name: "Unknown query parameter." for name in request.query_params if name not in declared}
        for name in declared & request.query_params.keys():
            if len(request.query_params.getlist(name)) > 1:
                wrong[name] = "This parameter is given more than once."
        if wrong:
            named = list(wrong.items())[:MAX_NAMED_FIELDS]
            raise InvalidRequest(**{name[:MAX_FIELD_NAME]: text for name, text in named})

    def declared_parameters(self) -> set[str]:
        """The names for the request's method."""
        if self.query is not None:
            return {str(name) for name in self.query().fields}
        method = self.request.method or ""
        return {each.name for each in self.query_parameters.get("GET" if method == "HEAD" else method, ())}


def get_param(request: Request, name: str) -> str | None:
    """The text of a declared parameter; None where it is missing or empty, because forms also send empty fields."""
    view: DeclaredQuery = request.parser_context["view"]
    if name not in view.declared_parameters():
        raise LookupError(f"{type(view).__name__} reads {name!r}, which its query_parameters do not declare")
    return request.query_params.get(name) or None


def int_param(request: Request, name: str) -> int | None:
    """An integer from 1 to the largest id; None where the parameter is not given."""
    text = get_param(request, name)
    if text is None:
        return None
    if not is_id(text) or not int(text):
        raise InvalidRequest(**{name: "Must be an integer."})
    return int(text)


def choice_param(request: Request, name: str, choices: list[str]) -> str | None:
    """One of `choices`."""
    text = get_param(request, name)
    if text is not None and text not in choices:
        raise InvalidRequest(**{name: f"Must be one of: {', '.join(choices)}."})
    return text


def bool_param(request: Request, name: str) -> bool | None:
    """`true` or `false`."""
    text = choice_param(request, name, ["true", "false"])
    return None if text is None else text == "true"


def text_param(request: Request, name: str) -> str:
    """Free text of bounded length in NFC; empty where the parameter is not given."""
    try:
        return clean_search(get_param(request, name) or "")
    except ValueError as exc:
        raise InvalidRequest(**{name: str(exc)}) from exc


def date_range(request: Request) -> tuple[datetime | None, datetime | None]:
    """`from` and `to` as the instants that bound them: from the first day's start to before the day after the last."""
    first, last = _day(request, "from"), _day(request, "to")
    if first and last and last < first:
        raise InvalidRequest(to="Must not be earlier than `from`.")
    return (
        start_of_day(first) if first else None,
        end_of_day(last) if last else None,
    )


def date_range_until_today(request: Request) -> tuple[datetime | None, datetime]:
    """As `date_range`; without `to` up to today, or up to the day of `from` if it lies in the future."""
    since, before = date_range(request)
    return since, before or end_of_day(max(today(), since.date() if since else today()))


def _day(request: Request, name: str) -> date | None:
    text = get_param(request, name)
    if text is None:
        return None
    day = parse_date(text)
    if day is None:
        raise InvalidRequest(**{name: "Must be a date in the form YYYY-MM-DD."})
    return day
