"""Selectors of reports return numbers and dates; the staff site's dashboard shows them without reading text back."""

import ast

import pytest

from tests.servers import ROOT

FORMATTING = {"to_text", "money", "isoformat", "strftime", "amount_text", "ratio_text", "month_text"}
PARSING = {"to_minor", "Decimal", "fromisoformat", "strptime", "parse_date", "JSONRenderer"}
SELECTORS = [f"reports/selectors/{file.name}" for file in (ROOT / "reports" / "selectors").glob("*.py")]
STAFF_DASHBOARD = ["backoffice/dashboard.py", "backoffice/charts.py"]


def used_names(source):
    """The names and attributes that code uses, and the modules that it imports from."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from [node.module, *(alias.name for alias in node.names)]


def serializer_modules(names):
    return {name for name in names if name.endswith((".serializers", "Serializer"))}


@pytest.mark.parametrize("path", ["reports/definitions.py", "reports/registry.py", *SELECTORS])
def test_selectors_of_reports_make_no_text_of_amounts_and_dates(path):
    names = set(used_names((ROOT / path).read_text()))
    assert names & FORMATTING == set()
    assert serializer_modules(names) == set()


@pytest.mark.parametrize("path", STAFF_DASHBOARD)
def test_dashboard_of_the_staff_site_parses_no_text(path):
    names = set(used_names((ROOT / path).read_text()))
    assert names & {"to_decimal", "to_grouped_text"}
    assert names & PARSING == set()
    assert serializer_modules(names) == set()
