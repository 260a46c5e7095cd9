"""Renders the rows of a report as lines of a CSV file."""

from collections.abc import Iterator
from typing import Any

from core.csv_export import csv_line, escape_formula
from reports.definitions import ReportDefinition, ReportResult
from reports.renderers.fields import render_fields


def to_csv(report: ReportDefinition, result: ReportResult[Any, Any]) -> Iterator[str]:
    """The columns, then a line for each row."""
    yield csv_line(report.columns)
    for row in result.rows:
        yield csv_line(escape_formula(str(value)) for value in render_fields(row).values())
