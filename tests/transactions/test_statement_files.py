"""Statements as files: paths, content types, file names and caching."""

import pytest


@pytest.mark.parametrize(("name", "content_type"), [("csv", "text/csv; charset=utf-8"), ("pdf", "application/pdf")])
def test_statement_path_with_a_suffix_answers_with_one_type(clock, cashier_client, account, name, content_type):
    response = cashier_client.get(f"/api/accounts/{account}/statement.{name}?from=2026-02-01&to=2026-02-28")

    assert (response.status_code, response.headers["Content-Type"]) == (200, content_type)
    assert response.headers["Content-Disposition"] == f'attachment; filename="statement-{account}-20260201.{name}"'
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["csv", "pdf"])
def test_statement_path_with_a_suffix_takes_no_format(cashier_client, account, name):
    response = cashier_client.get(f"/api/accounts/{account}/statement.{name}?format={name}")

    assert (response.status_code, response.json()["fields"]) == (400, {"format": ["Unknown query parameter."]})


@pytest.mark.parametrize(
    ("format_name", "content_type"), [("csv", "text/csv; charset=utf-8"), ("pdf", "application/pdf")]
)
def test_statement_file_has_a_name_and_is_not_cached(clock, cashier_client, account, format_name, content_type):
    response = cashier_client.get(
        f"/api/accounts/{account}/statement/?format={format_name}&from=2026-02-01&to=2026-02-28"
    )
    assert response.headers["Content-Type"] == content_type
    assert (
        response.headers["Content-Disposition"] == f'attachment; filename="statement-{account}-20260201.{format_name}"'
    )
    assert "no-store" in response.headers["Cache-Control"]


def test_statement_format_ignores_the_accept_header(cashier_client, account):
    response = cashier_client.get(f"/api/accounts/{account}/statement/", headers={"Accept": "application/pdf"})
    assert response.headers["Content-Type"] == "application/json"
