"""Who may ask for a report, for which days, in which form."""

import pytest

from reports.registry import REPORTS
from tests.api_payments import deposit, open_account

NAMES = ["summary", "trial-balance", "daily-transactions", "cashier-activity", "loan-portfolio", "member-growth"]


def test_reports_are_for_managers(clock, signed_in, member, cashier, manager, administrator, browser):
    people = {signed_in(person): status for person, status in
              [(member, 403), (cashier, 403), (manager, 200), (administrator, 200)]}  # fmt: skip
    for path in ["", *(f"{name}/" for name in NAMES)]:
        for asking, status in {**people, browser: 401}.items():
            assert asking.get(f"/api/reports/{path}").status_code == status, path


def test_a_stranger_to_a_report_hears_403_whether_it_exists_or_not(clock, signed_in, cashier):
    assert signed_in(cashier).get("/api/reports/profit/").json()["code"] == "permission_denied"


def test_the_list_names_all_six_with_their_addresses(at):
    office = at("03-01")
    listed = office.get("/api/reports/").json()
    assert [row["name"] for row in listed] == NAMES == list(REPORTS)
    for row in listed:
        assert set(row) == {"name", "title", "url"}
        assert row["url"] == f"http://testserver/api/reports/{row['name']}/"
        assert office.get(row["url"].removeprefix("http://testserver")).json()["title"] == row["title"]


def test_a_report_has_the_same_frame_whatever_it_says(reference_bank, at):
    office = at("03-03")
    for name in NAMES:
        body = office.get(f"/api/reports/{name}/").json()
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
def test_the_period_is_what_was_asked_for(at, query, first, last):
    office = at("03-03")
    for name in NAMES:
        body = office.get(f"/api/reports/{name}/?{query}").json()
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
def test_what_is_no_period_or_form_is_a_400_that_names_the_field(at, query, field):
    response = at("03-03").get(f"/api/reports/summary/?{query}")
    assert (response.status_code, response.json()["code"]) == (400, "invalid_request")
    assert list(response.json()["fields"]) == [field]


@pytest.mark.parametrize("name", ["profit", "Summary", "trial_balance", "__class__"])
def test_an_unknown_report_is_not_found(at, name):
    response = at("03-03").get(f"/api/reports/{name}/")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_a_day_is_utc_and_both_ends_of_a_period_are_in_it(on, at, cashier, member):
    number = open_account(on("03-01", cashier, "20:00:00"), member.pk)
    edges = [("03-01", "23:59:59.999999"), ("03-02", "00:00:00"), ("03-02", "23:59:59.999999"), ("03-03", "00:00:00")]
    for amount, (day, time) in enumerate(edges, 1):
        assert deposit(on(day, cashier, time), number, f"{10**amount}.00").status_code == 201
    office = at("03-04")

    def amounts(query):
        rows = office.get(f"/api/reports/daily-transactions/?{query}").json()["rows"]
        return {row["day"]: (row["count"], row["amount"]) for row in rows}

    assert amounts("from=2026-03-02&to=2026-03-02") == {"2026-03-02": (2, "1100.00")}
    assert amounts("from=2026-03-01&to=2026-03-03") == {
        "2026-03-01": (1, "10.00"),
        "2026-03-02": (2, "1100.00"),
        "2026-03-03": (1, "10000.00"),
    }
    balanced = {"debit": "1110.00", "credit": "1110.00", "difference": "0.00"}
    assert office.get("/api/reports/trial-balance/?to=2026-03-02").json()["summary"] == balanced
