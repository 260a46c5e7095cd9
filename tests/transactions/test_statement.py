"""Statements: opening + credits - debits = closing; consecutive periods; periods and permissions."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.api_payments import deposit, open_account
from tests.transactions.postings import post_at
from tests.transactions.statement_requests import statement
from transactions.statements import selectors


def get_totals(body):
    return [body[name] for name in ("opening_balance", "total_credits", "total_debits", "closing_balance")]


def test_statement_has_totals_and_entries_of_the_period(account_with_history, cashier_client):
    body = statement(cashier_client, account_with_history, "from=2026-03-01&to=2026-03-02")
    assert list(body) == ["account", "from", "to", "opening_balance", "closing_balance", "total_credits",
                           "total_debits", "entries"]  # fmt: skip
    assert body["account"] == cashier_client.get(f"/api/accounts/{account_with_history}/").json()
    assert (body["from"], body["to"]) == ("2026-03-01", "2026-03-02")
    assert get_totals(body) == ["100.00", "5.01", "20.01", "85.00"]
    assert [(e["amount"], e["direction"], e["balance_after"]) for e in body["entries"]] == [
        ("5.00", "credit", "105.00"),
        ("20.01", "debit", "84.99"),
        ("0.01", "credit", "85.00"),
    ]
    entries = cashier_client.get(f"/api/accounts/{account_with_history}/entries/").json()["results"]
    assert all(entry in entries for entry in body["entries"])


def test_consecutive_statements_have_consistent_opening_and_closing_balances(account_with_history, cashier_client):
    first, closing = date(2026, 1, 28), "0.00"
    for length in (1, 1, 27, 1, 2, 1, 1, 28, 1, 1, 300):
        last = first + timedelta(days=length - 1)
        body = statement(cashier_client, account_with_history, f"from={first}&to={last}")
        opening, credited, debited, closing_balance = map(Decimal, get_totals(body))
        assert body["opening_balance"] == closing, first
        assert opening + credited - debited == closing_balance
        assert body["entries"] == [] or body["entries"][-1]["balance_after"] == body["closing_balance"]
        first, closing = last + timedelta(days=1), body["closing_balance"]
    assert closing == cashier_client.get(f"/api/accounts/{account_with_history}/").json()["balance"] == "79.01"


def test_statement_days_are_whole_days_in_utc(clock, cashier_client, cashier, account):
    for moment in ("2026-03-01T23:59:59.999999+00:00", "2026-03-02T00:00:00+00:00"):
        post_at(datetime.fromisoformat(moment), cashier, account, "1.00")
    for day, opening, closing in (("2026-03-01", "0.00", "1.00"), ("2026-03-02", "1.00", "2.00")):
        assert get_totals(statement(cashier_client, account, f"from={day}&to={day}")) == [
            opening,
            "1.00",
            "0.00",
            closing,
        ]


def test_statement_without_entries_has_equal_opening_and_closing_balances(account_with_history, cashier_client):
    for query, balance in (("from=2026-03-10&to=2026-03-20", "83.01"), ("from=2025-01-01&to=2025-12-31", "0.00")):
        body = statement(cashier_client, account_with_history, query)
        assert (get_totals(body), body["entries"]) == ([balance, "0.00", "0.00", balance], [])


PERIODS = {
    "": ("2026-03-01", "2026-03-17"),
    "from=2026-02-27": ("2026-02-27", "2026-03-17"),
    "from=2026-03-17": ("2026-03-17", "2026-03-17"),
    "from=2026-04-05": ("2026-04-05", "2026-04-05"),
    "to=2026-02-28": ("2026-02-01", "2026-02-28"),
    "to=2026-04-30": ("2026-04-01", "2026-04-30"),
}


def test_statement_period_defaults_to_the_current_month(clock, signed_in, cashier, member):
    clock.move_to("2026-03-17T23:59:59+00:00")
    cashier_client = signed_in(cashier)
    number = open_account(cashier_client, member.pk)
    statements = {query: statement(cashier_client, number, query) for query in PERIODS}
    assert {query: (body["from"], body["to"]) for query, body in statements.items()} == PERIODS


BAD_QUERIES = {
    "from=2026-03-02&to=2026-03-01": "to",
    "from=x": "from",
    "to=2026-02-30": "to",
    "format=xml": "format",
    "format=PDF": "format",
}


def test_invalid_parameter_of_a_statement_is_rejected_by_name(cashier_client, account):
    for query, field in BAD_QUERIES.items():
        response = cashier_client.get(f"/api/accounts/{account}/statement/?{query}")
        assert (response.status_code, list(response.json()["fields"])) == (400, [field]), query


def test_statement_with_too_many_entries_is_rejected(account_with_history, cashier_client, monkeypatch):
    monkeypatch.setattr(selectors, "MAX_STATEMENT_ENTRIES", 2)
    assert len(statement(cashier_client, account_with_history, "from=2026-03-02&to=2026-03-03")["entries"]) == 2
    response = cashier_client.get(f"/api/accounts/{account_with_history}/statement/?from=2026-03-01&to=2026-03-02")
    assert (response.status_code, list(response.json()["fields"])) == (400, ["to"])


@pytest.mark.parametrize("format_name", ["json", "csv", "pdf"])
def test_statement_is_visible_to_owner_and_staff_and_404_for_other_members(
    member_client, manager_client, account, other_account, format_name
):
    for browser, number, status in (
        (member_client, account, 200),
        (manager_client, account, 200),
        (member_client, other_account, 404),
        (member_client, "1", 404),
    ):
        response = browser.get(f"/api/accounts/{number}/statement/?format={format_name}")
        assert response.status_code == status
        if status == 404:
            assert response.content == b'{"error":"Not found.","code":"not_found"}'
    assert member_client.get(f"/api/accounts/{account}/statement/?format={format_name}", token=None).status_code == 401


def test_posting_by_a_server_with_a_slow_clock_is_booked_on_the_day_of_the_latest_entry(
    clock, signed_in, cashier, account, database_ahead
):
    clock.move_to("2026-03-02T00:00:00.5+00:00")
    cashier_client = signed_in(cashier)
    assert deposit(cashier_client, account, "2.00").status_code == 201
    clock.move_to("2026-03-01T23:59:58+00:00")  # the clock of this server is three seconds behind
    database_ahead(3)
    assert deposit(cashier_client, account, "1.00").status_code == 201
    database_ahead(0)
    clock.move_to("2026-03-02T00:00:02+00:00")
    first, second = (statement(cashier_client, account, f"from={day}&to={day}") for day in ("2026-03-01", "2026-03-02"))
    assert get_totals(first) == ["0.00", "0.00", "0.00", "0.00"]
    assert get_totals(second) == ["0.00", "3.00", "0.00", "3.00"]
    assert [entry["balance_after"] for entry in second["entries"]] == ["2.00", "3.00"]
