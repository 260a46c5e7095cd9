"""Reports as CSV: the same rows as in JSON, streamed, and without formulas."""

import csv
import io

import pytest
from django.http import StreamingHttpResponse

from accounts.models import Account
from core.csv_export import escape_formula
from loans.models import LoanEvent
from reports.registry import REPORTS
from users.models import User

FORMULAS = ["=HYPERLINK(1)", "+1", "@x", "-2", " =1", "\uff1d1"]


def parse_csv(response):
    return list(csv.reader(io.StringIO(response.getvalue().decode(), newline="")))


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


def test_csv_report_is_streamed_as_an_attachment(reference_bank, manager_on):
    response = manager_on("03-03").get("/api/reports/daily-transactions/?from=2026-03-01&to=2026-03-02&format=csv")
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="daily-transactions-20260301-20260302.csv"'
    assert response["Cache-Control"] == "no-store"
    lines = list(response.streaming_content)
    assert lines[:2] == [b"day,kind,count,amount\r\n", b"2026-03-01,deposit,2,1200.00\r\n"]
    assert len(lines) == 8, "one chunk per line"


def test_csv_cells_with_commas_quotes_and_line_ends_are_quoted(reference_bank, manager_on):
    name = 'A "B", C\r\nD'
    LoanEvent.objects.update(product_name=name)
    response = manager_on("03-03").get("/api/reports/loan-portfolio/?format=csv")
    assert b'"A ""B"", C\r\nD",current,1,494.20\r\n' in response.getvalue()
    assert parse_csv(manager_on("03-03").get("/api/reports/loan-portfolio/?format=csv"))[1][0] == name


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
