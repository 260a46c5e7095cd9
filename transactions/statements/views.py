"""`/api/accounts/{number}/statement/`, `statement.csv`, `statement.pdf`: the statement of a period."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import DATE_RANGE_PARAMS, error_responses
from core.api.query_params import choice_param, date_range_until_today
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.ratelimit.throttles import count_request
from transactions.statements.formats import to_csv, to_json
from transactions.statements.pdf import to_pdf
from transactions.statements.selectors import statement_visible_to
from transactions.statements.serializers import StatementSerializer
from users.request import current_user

ERRORS = error_responses(400, 401, 404, 422, 429, 503)
PERIOD = "Of this month, unless `from` and `to` say otherwise."


class _StatementView(ApiView):
    """What the representations of a statement have in common."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS)}
    query_parameters = {"GET": DATE_RANGE_PARAMS}

    def respond(self, request: Request, number: str, form: str) -> Any:
        """The response in one of the forms; printing is limited before the statement is read."""
        user, period = current_user(request), _period(request)
        if form == "pdf":
            count_request("statement_pdf", str(user.pk))
        statement = statement_visible_to(user, number, *period, printed=form == "pdf")
        record_read_by(request, Event.STATEMENT_READ, [statement.account.owner_id], account=statement.account.number)
        if form == "json":
            return Response(to_json(statement))
        name = f"statement-{number}-{statement.since:%Y%m%d}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        if form == "pdf":
            return HttpResponse(to_pdf(statement), content_type="application/pdf", headers=headers)
        return StreamingHttpResponse(to_csv(statement), content_type="text/csv; charset=utf-8", headers=headers)


class StatementView(_StatementView):
    """The statement of a period as JSON, or as `format` says."""

    query_parameters = {
        "GET": [*DATE_RANGE_PARAMS, OpenApiParameter("format", str, enum=["json", "csv", "pdf"], default="json")]
    }

    @extend_schema(
        operation_id="get_statement",
        summary="Get statement",
        description=f"{PERIOD} All three forms carry the same figures; `statement.csv` and `statement.pdf` are "
        "the same for clients that expect one type for each path. "
        "JSON and CSV have at most 10,000 entries, PDF 1,000 (`statement_too_long`).",
        responses={
            (200, "application/json"): StatementSerializer,
            (200, "text/csv"): OpenApiTypes.STR,
            (200, "application/pdf"): OpenApiTypes.BINARY,
            **ERRORS,
        },
    )
    def get(self, request: Request, number: str) -> Any:
        return self.respond(request, number, choice_param(request, "format", ["json", "csv", "pdf"]) or "json")


class StatementCsvView(_StatementView):
    """The statement of a period as CSV."""

    @extend_schema(
        operation_id="get_statement_csv",
        summary="Get statement as CSV",
        description=f"{PERIOD} Entries only, at most 10,000, after a byte order mark and a line of column names: the "
        "columns `debit` and `credit` add up to the totals of the JSON. Account numbers are grouped.",
        responses={(200, "text/csv"): OpenApiTypes.STR, **error_responses(400, 401, 404, 429, 503)},
    )
    def get(self, request: Request, number: str) -> Any:
        return self.respond(request, number, "csv")


class StatementPdfView(_StatementView):
    """The statement of a period as PDF."""

    @extend_schema(
        operation_id="get_statement_pdf",
        summary="Get statement as PDF",
        description=f"{PERIOD} At most 1,000 entries (`statement_too_long`).",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, **ERRORS},
    )
    def get(self, request: Request, number: str) -> Any:
        return self.respond(request, number, "pdf")


def _period(request: Request) -> tuple[datetime, datetime]:
    """The requested days; without a request, this month so far."""
    since, before = date_range_until_today(request)
    return since or (before - timedelta(days=1)).replace(day=1), before
