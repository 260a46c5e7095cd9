"""Reports as CSV: the JSON rows line by line, streamed, and harmless in a spreadsheet."""

import csv
import io

import pytest
from django.http import StreamingHttpResponse

from accounts.models import Account
from core.csv_export import escape_formula
from loans.models import Product
from reports.registry import REPORTS
from users.models import User

FORMULAS = ["=HYPERLINK(1)", "+1", "@x", "-2", " =1", "\uff1d1"]


def table(response):
    return list(csv.reader(io.StringIO(response.getvalue().decode(), newline="")))


def test_it_is_the_json_rows_under_their_columns(reference_bank, at):
    office = at("03-03")
    for name in REPORTS:
        body = office.get(f"/api/reports/{name}/?from=2026-03-01").json()
        response = office.get(f"/api/reports/{name}/?from=2026-03-01&format=csv")
        assert response.status_code == 200
        assert table(response) == [
            body["columns"],
            *([escape_formula(str(row[column])) for column in body["columns"]] for row in body["rows"]),
        ], name


def test_it_is_streamed_as_a_file_that_says_what_it_is(reference_bank, at):
    response = at("03-03").get("/api/reports/daily-transactions/?from=2026-03-01&to=2026-03-02&format=csv")
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="daily-transactions-20260301-20260302.csv"'
    assert response["Cache-Control"] == "no-store"
    lines = list(response.streaming_content)
    assert lines[:2] == [b"day,kind,count,amount\r\n", b"2026-03-01,deposit,2,1200.00\r\n"]
    assert len(lines) == 8, "a piece for each line"


def test_cells_with_commas_quotes_and_line_ends_are_quoted(reference_bank, at):
    name = 'A "B", C\r\nD'
    Product.objects.update(name=name)
    response = at("03-03").get("/api/reports/loan-portfolio/?format=csv")
    assert b'"A ""B"", C\r\nD",current,1,500.00\r\n' in response.getvalue()
    assert table(at("03-03").get("/api/reports/loan-portfolio/?format=csv"))[1][0] == name


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_starts_a_formula_whatever_people_are_called(reference_bank, at, cashier, formula):
    User.objects.filter(pk=cashier.pk).update(full_name=formula)
    Account.objects.filter(code=f"till:{cashier.pk}").update(name=formula)
    Product.objects.update(name=formula)
    office, found = at("03-03"), 0
    for name in REPORTS:
        for row in table(office.get(f"/api/reports/{name}/?format=csv")):
            for cell in row:
                assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\uff1d")), (name, cell)
                found += cell == f"'{formula}"
    assert found == 1 + 4 + 5, "the till, the cashier's four kinds, the product's five ages"
