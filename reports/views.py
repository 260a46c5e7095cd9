"""`/api/dashboard/` and `/api/reports/`; both only read."""

from datetime import timedelta
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from core.api.operations import Operation
from core.api.query import ChoiceParameter, PeriodSerializer, instants_until_today
from core.api.requests import ApiRequest
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.authorization.roles import Role
from core.csv_export import csv_response
from core.dates import last_day_before, start_of_day
from core.db.replica import read_from_replica
from core.exceptions import NotFound
from reports.definitions import Period
from reports.registry import REPORTS
from reports.renderers.csv import to_csv
from reports.renderers.json import to_json
from reports.selectors.dashboards import cashier_dashboard, manager_dashboard, member_dashboard
from reports.serializers import DashboardSerializer, ReportKindSerializer, ReportSerializer, dashboard_body
from reports.services import record_dashboard_read
from users.request import UserRequest

_DASHBOARDS = {Role.MEMBER: member_dashboard, Role.CASHIER: cashier_dashboard, Role.MANAGER: manager_dashboard}
_NAME = OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(REPORTS))
_PERIOD = (
    "Of the last thirty days, unless `from` and `to` say otherwise; balances and the portfolio are as of the end of "
    "`to`."
)
_PARTS = ["rows", "totals"]


class ReportCsvParameters(PeriodSerializer):
    """The period of a report, and the part of it that a CSV file has."""

    part = ChoiceParameter(_PARTS, "What the CSV has: the rows, or the totals in one line.", default="rows")


class ReportParameters(ReportCsvParameters):
    """The same, and the form."""

    format = ChoiceParameter(["json", "csv"], default="json")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuses `part` for JSON, which has both."""
        if "part" in self.initial_data and attrs["format"] != "csv":
            raise serializers.ValidationError({"part": gettext("JSON has both parts. Give `format=csv` too.")})
        return super().validate(attrs)


class DashboardView(ApiView):
    """The dashboard of the signed-in person."""

    @Operation(
        "get_dashboard", "Get dashboard", "`role` says which of the three it is.",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        response=DashboardSerializer,
    )  # fmt: skip
    def get(self, request: UserRequest) -> dict[str, Any]:
        dashboard = _DASHBOARDS[Role(request.user.role)](request.user)
        record_dashboard_read(actor=request.user, dashboard=dashboard, client=request.client)
        return dashboard_body(dashboard)


class ReportsView(ApiView):
    """Lists the reports."""

    @Operation(
        "list_reports",
        "List reports",
        allow=requires(Capability.VIEW_REPORTS),
        response=ReportKindSerializer(many=True),
    )
    def get(self, request: ApiRequest) -> list[dict[str, str]]:
        return [
            {"name": report.name, "title": report.title, "url": request.build_absolute_uri(f"{report.name}/")}
            for report in REPORTS.values()
        ]


class ReportView(ApiView):
    """One report as JSON, or as `format` says."""

    @Operation(
        "get_report", "Get report",
        f"{_PERIOD} `{{name}}.csv` is the CSV for clients that expect one type for each path.",
        allow=requires(Capability.VIEW_REPORTS),
        query=ReportParameters,
        response={"application/json": ReportSerializer, "text/csv": OpenApiTypes.STR},
        parameters=(_NAME,),
    )  # fmt: skip
    def get(self, request: ApiRequest, name: str, query: dict[str, Any]) -> HttpResponseBase:
        return _report_response(name, query, query["format"])


class ReportCsvView(ApiView):
    """One report as CSV."""

    @Operation(
        "get_report_csv", "Get report as CSV",
        f"{_PERIOD} A byte order mark, a line of column names, and the rows; the totals are in the JSON and in "
        "`part=totals`.",
        allow=requires(Capability.VIEW_REPORTS),
        query=ReportCsvParameters,
        response={"text/csv": OpenApiTypes.STR},
        parameters=(_NAME,),
    )  # fmt: skip
    def get(self, request: ApiRequest, name: str, query: dict[str, Any]) -> HttpResponseBase:
        return _report_response(name, query, "csv")


def _report_response(name: str, query: dict[str, Any], form: str) -> HttpResponseBase:
    report = REPORTS.get(name)
    if report is None:
        raise NotFound
    since, before = instants_until_today(query)
    period = Period(since or start_of_day(last_day_before(before) - timedelta(days=29)), before)
    result = read_from_replica(lambda: report.build(period))
    if form == "json":
        return Response(to_json(report, period, result))
    part = query["part"]
    suffix = "" if part == "rows" else f"-{part}"
    filename = f"{name}{suffix}-{period.first:%Y%m%d}-{period.last:%Y%m%d}.csv"
    return csv_response(to_csv(report, result, part=part), filename=filename)
