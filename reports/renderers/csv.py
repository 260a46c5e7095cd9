"""Renders the rows or the totals of a report as lines of a CSV file."""

from collections.abc import Iterator
from typing import Any

from core.csv_export import csv_line, escape_formula
from reports.definitions import ReportDefinition, ReportResult
from reports.renderers.fields import render_fields


def to_csv(report: ReportDefinition, result: ReportResult[Any, Any], *, part: str = "rows") -> Iterator[str]:
    """The names of the columns, then a line for each row; with part "totals", one line of the totals."""
    if part == "totals":
        totals = render_fields(result.totals, text=escape_formula)
        yield csv_line(totals)
        yield csv_line(map(str, totals.values()))
        return
    yield csv_line(report.columns)
    for row in result.rows:
        yield csv_line(map(str, render_fields(row, text=escape_formula).values()))
