"""`/api/accounts/{number}/statement/`, `statement.csv`, `statement.pdf`: the statement of a period."""

from datetime import datetime
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from rest_framework.response import Response

from audit.events import Event
from audit.reads import record_read_by
from core.api.operations import Operation
from core.api.query import ChoiceParameter, PeriodSerializer, instants_until_today
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.csv_export import csv_response
from core.dates import last_day_before, start_of_day
from core.ratelimit.throttles import count_request
from transactions.exceptions import StatementTooLong
from transactions.printing.response import pdf_response
from transactions.statements.formats import to_csv, to_json
from transactions.statements.pdf import to_pdf
from transactions.statements.selectors import statement_visible_to
from transactions.statements.serializers import StatementSerializer
from users.request import UserRequest

_PERIOD = "Of this month, unless `from` and `to` say otherwise."


class StatementParameters(PeriodSerializer):
    """The period and the form."""

    format = ChoiceParameter(["json", "csv", "pdf"], default="json")


class StatementView(ApiView):
    """The statement of a period as JSON, or as `format` says."""

    @Operation(
        "get_statement", "Get statement",
        f"{_PERIOD} All three forms carry the same figures; `statement.csv` and `statement.pdf` are "
        "the same for clients that expect one type for each path. "
        "JSON and CSV have at most 10,000 entries, PDF 1,000 (`statement_too_long`).",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=StatementParameters,
        response={
            "application/json": StatementSerializer,
            "text/csv": OpenApiTypes.STR,
            "application/pdf": OpenApiTypes.BINARY,
        },
        raises=(StatementTooLong,),
    )  # fmt: skip
    def get(self, request: UserRequest, number: str, query: dict[str, Any]) -> HttpResponseBase:
        return _statement_response(request, number, query, query["format"])


class StatementCsvView(ApiView):
    """The statement of a period as CSV."""

    @Operation(
        "get_statement_csv", "Get statement as CSV",
        f"{_PERIOD} Entries only, at most 10,000, after a byte order mark and a line of column names: the "
        "columns `debit` and `credit` add up to the totals of the JSON. Account numbers are grouped.",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=PeriodSerializer,
        response={"text/csv": OpenApiTypes.STR},
    )  # fmt: skip
    def get(self, request: UserRequest, number: str, query: dict[str, Any]) -> HttpResponseBase:
        return _statement_response(request, number, query, "csv")


class StatementPdfView(ApiView):
    """The statement of a period as PDF."""

    @Operation(
        "get_statement_pdf", "Get statement as PDF",
        f"{_PERIOD} At most 1,000 entries (`statement_too_long`).",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=PeriodSerializer,
        response={"application/pdf": OpenApiTypes.BINARY},
        raises=(StatementTooLong,),
    )  # fmt: skip
    def get(self, request: UserRequest, number: str, query: dict[str, Any]) -> HttpResponseBase:
        return _statement_response(request, number, query, "pdf")


def _statement_response(request: UserRequest, number: str, query: dict[str, Any], form: str) -> HttpResponseBase:
    """The response in one of the forms; printing is limited before the statement is read."""
    if form == "pdf":
        count_request("statement_pdf", str(request.user.pk))
    statement = statement_visible_to(request.user, number, *_period(query), printed=form == "pdf")
    record_read_by(request, Event.STATEMENT_READ, [statement.account.owner_id], account=statement.account.number)
    if form == "json":
        return Response(to_json(statement))
    name = f"statement-{number}-{statement.since:%Y%m%d}.{form}"
    if form == "csv":
        return csv_response(to_csv(statement), filename=name)
    return pdf_response(lambda: to_pdf(statement), filename=name)


def _period(query: dict[str, Any]) -> tuple[datetime, datetime]:
    """The requested days; without a request, this month so far."""
    since, before = instants_until_today(query)
    return since or start_of_day(last_day_before(before).replace(day=1)), before
