"""`/api/dashboard/` and `/api/reports/`; both only read."""

from datetime import timedelta
from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import DATE_RANGE_PARAMS, error_responses
from core.api.query_params import choice_param, date_range_until_today
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.authorization.roles import Role
from core.client_info import get_client_info
from core.exceptions import NotFound
from reports.definitions import Period
from reports.registry import REPORTS
from reports.renderers.csv import to_csv
from reports.renderers.json import to_json
from reports.selectors.dashboards import cashier_dashboard, manager_dashboard, member_dashboard
from reports.serializers import DashboardSerializer, ReportKindSerializer, ReportSerializer, dashboard_body
from reports.services import record_dashboard_read
from users.request import current_user

_DASHBOARDS = {Role.MEMBER: member_dashboard, Role.CASHIER: cashier_dashboard, Role.MANAGER: manager_dashboard}


class DashboardView(ApiView):
    """The dashboard of the signed-in person."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="get_dashboard",
        summary="Get dashboard",
        description="`role` says which of the three it is.",
        responses={200: DashboardSerializer, **error_responses(401, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        user = current_user(request)
        dashboard = _DASHBOARDS[Role(user.role)](user)
        record_dashboard_read(actor=user, dashboard=dashboard, client=get_client_info(request._request))
        return Response(dashboard_body(dashboard))


class ReportsView(ApiView):
    """Lists the reports."""

    permissions = {"GET": requires(Capability.VIEW_REPORTS)}

    @extend_schema(
        operation_id="list_reports",
        summary="List reports",
        responses={200: ReportKindSerializer(many=True), **error_responses(401, 403, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        return Response(
            [
                {"name": report.name, "title": report.title, "url": request.build_absolute_uri(f"{report.name}/")}
                for report in REPORTS.values()
            ]
        )


class ReportView(ApiView):
    """One report."""

    permissions = {"GET": requires(Capability.VIEW_REPORTS)}
    query_parameters = {
        "GET": [*DATE_RANGE_PARAMS, OpenApiParameter("format", str, enum=["json", "csv"], default="json")]
    }

    @extend_schema(
        operation_id="get_report",
        summary="Get report",
        description="Of the last thirty days, unless `from` and `to` say otherwise; what stands (balances, the "
        "portfolio) is as of the end of `to`.",
        parameters=[OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(REPORTS))],
        responses={
            (200, "application/json"): ReportSerializer,
            (200, "text/csv"): OpenApiTypes.STR,
            **error_responses(400, 401, 403, 404, 429, 503),
        },
    )
    def get(self, request: Request, name: str) -> Any:
        report = REPORTS.get(name)
        if report is None:
            raise NotFound
        form, period = choice_param(request, "format", ["json", "csv"]) or "json", _period(request)
        result = report.build(period)
        if form == "json":
            return Response(to_json(report, period, result))
        file = f"{name}-{period.first:%Y%m%d}-{period.last:%Y%m%d}.csv"
        return StreamingHttpResponse(
            to_csv(report, result),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{file}"'},
        )


def _period(request: Request) -> Period:
    since, before = date_range_until_today(request)
    return Period(since or before - timedelta(days=30), before)
