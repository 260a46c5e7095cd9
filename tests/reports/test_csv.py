"""Reports as CSV: the same rows as in JSON, streamed, and without formulas."""

import csv
import io

import pytest
from django.http import StreamingHttpResponse

from accounts.models import Account
from core.csv_export import BYTE_ORDER_MARK, escape_formula
from loans.models import LoanEvent
from reports.definitions import ReportDefinition, ReportResult
from reports.registry import REPORTS
from reports.renderers.csv import to_csv
from reports.selectors.summary import Figure
from tests.contract.error_assertions import assert_error
from users.models import User

FORMULAS = ["=HYPERLINK(1)", "+1", "@x", "-2", " =1", "\uff1d1"]


def parse_csv(response):
    text = response.getvalue().decode()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def test_csv_report_has_the_columns_and_rows_of_the_json(reference_bank, manager_on):
    manager_client = manager_on("03-03")
    for name in REPORTS:
        body = manager_client.get(f"/api/reports/{name}/?from=2026-03-01").json()
        response = manager_client.get(f"/api/reports/{name}/?from=2026-03-01&format=csv")
        assert response.status_code == 200
        assert parse_csv(response) == [
            body["columns"],
            *([escape_formula(str(row[column])) for column in body["columns"]] for row in body["rows"]),
        ], name


def test_csv_report_has_a_path_of_its_own(reference_bank, manager_on):
    manager_client = manager_on("03-03")
    for name in REPORTS:
        by_format = manager_client.get(f"/api/reports/{name}/?from=2026-03-01&format=csv")
        by_path = manager_client.get(f"/api/reports/{name}.csv?from=2026-03-01")
        assert by_path.getvalue() == by_format.getvalue(), name
        assert by_path.headers["Content-Disposition"] == by_format.headers["Content-Disposition"]


def test_csv_of_the_totals_has_those_of_the_json_in_one_line(reference_bank, manager_on):
    manager_client = manager_on("03-03")
    for name in REPORTS:
        totals = manager_client.get(f"/api/reports/{name}/?from=2026-03-01").json()["summary"]
        for path in (f"{name}.csv?part=totals", f"{name}/?format=csv&part=totals"):
            response = manager_client.get(f"/api/reports/{path}&from=2026-03-01")
            assert parse_csv(response) == [list(totals), [str(value) for value in totals.values()]], path
            assert response.headers["Content-Disposition"].startswith(f'attachment; filename="{name}-totals-')


@pytest.mark.parametrize(
    ("path", "field"),
    [("summary/?part=rows", "part"), ("summary.csv?part=all", "part"), ("summary.csv?format=csv", "format")],
)
def test_report_part_that_the_form_does_not_have_is_400(manager_client, path, field):
    body = assert_error(manager_client.get(f"/api/reports/{path}"), 400, "invalid_request")
    assert list(body["fields"]) == [field]


def test_csv_of_an_unknown_report_is_404(manager_client):
    assert_error(manager_client.get("/api/reports/no-such.csv"), 404, "not_found")


def test_negative_amounts_in_a_csv_report_are_numbers():
    result = ReportResult([Figure("=A1", -5)], Figure("+", 7))
    report = ReportDefinition("x", "X", Figure, lambda _: result)
    assert list(to_csv(report, result)) == ["figure,value\r\n", "'=A1,-5\r\n"]


def test_csv_report_is_streamed_as_an_attachment(reference_bank, manager_on):
    response = manager_on("03-03").get("/api/reports/daily-transactions/?from=2026-03-01&to=2026-03-02&format=csv")
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="daily-transactions-20260301-20260302.csv"'
    assert response["Cache-Control"] == "no-store"
    mark, *lines = response.streaming_content
    assert mark == BYTE_ORDER_MARK.encode()
    assert lines[:2] == [b"day,kind,count,amount,reverses\r\n", b"2026-03-01,deposit,2,1200.00,\r\n"]
    assert len(lines) == 8, "one chunk per line"


def test_csv_cells_with_commas_quotes_and_line_ends_are_quoted(reference_bank, manager_on):
    name = 'A "B", C\r\nD'
    LoanEvent.objects.update(product_name=name)
    response = manager_on("03-03").get("/api/reports/loan-portfolio/?format=csv")
    assert b'"A ""B"", C\r\nD",current,1,494.20\r\n' in response.getvalue()
    assert parse_csv(manager_on("03-03").get("/api/reports/loan-portfolio/?format=csv"))[1][0] == name


@pytest.mark.slow
@pytest.mark.parametrize("formula", FORMULAS)
def test_csv_report_escapes_names_that_start_a_formula(reference_bank, manager_on, cashier, formula):
    User.objects.filter(pk=cashier.pk).update(full_name=formula)
    Account.objects.filter(code=f"till:{cashier.pk}").update(name=formula)
    LoanEvent.objects.update(product_name=formula)
    manager_client, escaped = manager_on("03-03"), 0
    for name in REPORTS:
        for row in parse_csv(manager_client.get(f"/api/reports/{name}/?format=csv")):
            for cell in row:
                assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\uff1d")), (name, cell)
                escaped += cell == f"'{formula}"
    assert escaped == 1 + 4 + 5, "the till, four types of the cashier's transactions, five age buckets of the product"
