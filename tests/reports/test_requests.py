"""Requests for reports: permissions, periods and formats."""

import pytest

from reports.registry import REPORTS
from tests.api_payments import deposit, open_account

NAMES = ["summary", "trial-balance", "daily-transactions", "cashier-activity", "loan-portfolio", "member-growth"]


def test_reports_are_available_to_managers_and_administrators_only(
    clock, signed_in, member, cashier, manager, administrator, browser
):
    people = {signed_in(person): status for person, status in
              [(member, 403), (cashier, 403), (manager, 200), (administrator, 200)]}  # fmt: skip
    for path in ["", *(f"{name}/" for name in NAMES)]:
        for client, status in {**people, browser: 401}.items():
            assert client.get(f"/api/reports/{path}").status_code == status, path


def test_unknown_report_returns_403_to_a_role_without_reports(clock, signed_in, cashier):
    assert signed_in(cashier).get("/api/reports/profit/").json()["code"] == "permission_denied"


def test_report_list_contains_all_six_reports_with_urls(manager_on):
    manager_client = manager_on("03-01")
    listed = manager_client.get("/api/reports/").json()
    assert [row["name"] for row in listed] == NAMES == list(REPORTS)
    for row in listed:
        assert set(row) == {"name", "title", "url"}
        assert row["url"] == f"http://testserver/api/reports/{row['name']}/"
        assert manager_client.get(row["url"].removeprefix("http://testserver")).json()["title"] == row["title"]


def test_every_report_has_the_same_top_level_fields(reference_bank, manager_on):
    manager_client = manager_on("03-03")
    for name in NAMES:
        body = manager_client.get(f"/api/reports/{name}/").json()
        assert list(body) == ["report", "title", "from", "to", "currency", "columns", "rows", "summary"]
        assert (body["report"], body["currency"]) == (name, "USD")
        assert (body["from"], body["to"]) == ("2026-02-02", "2026-03-03"), "thirty days, today the last"
        assert body["rows"]
        assert all(list(row) == body["columns"] for row in body["rows"])


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("from=2026-03-01", "2026-03-01", "2026-03-03"),
        ("to=2026-03-01", "2026-01-31", "2026-03-01"),
        ("from=2026-03-01&to=2026-03-01", "2026-03-01", "2026-03-01"),
        ("from=2027-01-01", "2027-01-01", "2027-01-01"),
        ("from=1900-01-01&to=9900-12-31", "1900-01-01", "9900-12-31"),
        ("to=1900-01-01", "1899-12-03", "1900-01-01"),
    ],
)
def test_report_period_is_the_requested_period_or_its_default(manager_on, query, first, last):
    manager_client = manager_on("03-03")
    for name in NAMES:
        body = manager_client.get(f"/api/reports/{name}/?{query}").json()
        assert (body["from"], body["to"]) == (first, last), name


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-03-02&to=2026-03-01", "to"),
        ("from=yesterday", "from"),
        ("to=2026-02-30", "to"),
        ("to=20260301", "to"),
        ("from=0001-01-01", "from"),
        ("to=9999-12-31", "to"),
        ("format=xml", "format"),
        ("format=CSV", "format"),
    ],
)
def test_invalid_report_period_or_format_returns_400_with_the_field(manager_on, query, field):
    response = manager_on("03-03").get(f"/api/reports/summary/?{query}")
    assert (response.status_code, response.json()["code"]) == (400, "invalid_request")
    assert list(response.json()["fields"]) == [field]


@pytest.mark.parametrize("name", ["profit", "Summary", "trial_balance", "__class__"])
def test_unknown_report_returns_404(manager_on, name):
    response = manager_on("03-03").get(f"/api/reports/{name}/")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_report_days_are_utc_and_periods_are_inclusive(login_on, manager_on, cashier, member):
    number = open_account(login_on("03-01", cashier, "20:00:00"), member.pk)
    boundaries = [
        ("03-01", "23:59:59.999999"),
        ("03-02", "00:00:00"),
        ("03-02", "23:59:59.999999"),
        ("03-03", "00:00:00"),
    ]
    for amount, (day, time) in enumerate(boundaries, 1):
        assert deposit(login_on(day, cashier, time), number, f"{10**amount}.00").status_code == 201
    manager_client = manager_on("03-04")

    def amounts(query):
        rows = manager_client.get(f"/api/reports/daily-transactions/?{query}").json()["rows"]
        return {row["day"]: (row["count"], row["amount"]) for row in rows}

    assert amounts("from=2026-03-02&to=2026-03-02") == {"2026-03-02": (2, "1100.00")}
    assert amounts("from=2026-03-01&to=2026-03-03") == {
        "2026-03-01": (1, "10.00"),
        "2026-03-02": (2, "1100.00"),
        "2026-03-03": (1, "10000.00"),
    }
    expected = {"debit": "1110.00", "credit": "1110.00", "difference": "0.00"}
    assert manager_client.get("/api/reports/trial-balance/?to=2026-03-02").json()["summary"] == expected
