"""Renders a report as the body of a JSON response."""

from typing import Any

from django.conf import settings

from reports.definitions import Period, ReportDefinition, ReportResult
from reports.renderers.fields import render_fields


def to_json(report: ReportDefinition, period: Period, result: ReportResult[Any, Any]) -> dict[str, Any]:
    """The rows, with the columns and totals."""
    return {
        "report": report.name,
        "title": report.title,
        "from": period.first,
        "to": period.last,
        "currency": settings.BANK_CURRENCY,
        "columns": report.columns,
        "rows": [render_fields(row) for row in result.rows],
        "summary": render_fields(result.totals),
    }
