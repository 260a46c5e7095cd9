"""Statements: opening + credits - debits = closing, one period's closing is the next one's opening, in every form."""

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from accounts.models import Account
from core.client_info import SYSTEM_CLIENT
from core.money import to_minor
from tests.api_payments import deposit, open_account, withdraw
from tests.conftest import START
from transactions.payments.services import post_deposit, post_transfer, post_withdrawal
from transactions.statements import selectors

# Days from the first of March, and what happened then: dollars in, or out.
STORY = [
    (-31, "10.00"),
    (-1, "90.00"),
    (0, "5.00"),
    (0, "-20.01"),
    (1, "0.01"),
    (2, "-1.99"),
    (30, "-7.00"),
    (31, "3.00"),
]


def statement(browser, number, query=""):
    response = browser.get(f"/api/accounts/{number}/statement/?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def table(browser, number, query=""):
    response = browser.get(f"/api/accounts/{number}/statement/?format=csv&{query}")
    return list(csv.reader(io.StringIO(response.getvalue().decode()), strict=True))


def figures(shown):
    return [shown[name] for name in ("opening_balance", "total_credits", "total_debits", "closing_balance")]


def book(moment, actor, number, amount, description=""):
    """Dollars in, or out where `amount` is negative, at a moment that no browser's session would live to see."""
    verb = post_withdrawal if amount.startswith("-") else post_deposit
    minor = to_minor(amount.lstrip("-"), "USD")
    with time_machine.travel(moment, tick=False):
        verb(actor=actor, number=number, amount=minor, description=description, client=SYSTEM_CLIENT)


@pytest.fixture
def story(clock, cashier, account):
    """The member's account with a past and a future."""
    for days, amount in STORY:
        book(START + timedelta(days=days), cashier, account, amount, f"day {days}")
    return account


def test_a_statement_is_shown_whole(story, cashier_client):
    shown = statement(cashier_client, story, "from=2026-03-01&to=2026-03-02")
    assert list(shown) == ["account", "from", "to", "opening_balance", "closing_balance", "total_credits",
                           "total_debits", "entries"]  # fmt: skip
    assert shown["account"] == cashier_client.get(f"/api/accounts/{story}/").json()
    assert (shown["from"], shown["to"]) == ("2026-03-01", "2026-03-02")
    assert figures(shown) == ["100.00", "5.01", "20.01", "85.00"]
    assert [(e["amount"], e["direction"], e["balance_after"]) for e in shown["entries"]] == [
        ("5.00", "credit", "105.00"),
        ("20.01", "debit", "84.99"),
        ("0.01", "credit", "85.00"),
    ]
    entries = cashier_client.get(f"/api/accounts/{story}/entries/").json()["results"]
    assert all(entry in entries for entry in shown["entries"])


def test_opening_and_credits_less_debits_is_closing_and_the_closing_is_the_next_opening(story, cashier_client):
    first, closing = date(2026, 1, 28), "0.00"
    for length in (1, 1, 27, 1, 2, 1, 1, 28, 1, 1, 300):
        last = first + timedelta(days=length - 1)
        shown = statement(cashier_client, story, f"from={first}&to={last}")
        opening, credited, debited, closes = map(Decimal, figures(shown))
        assert shown["opening_balance"] == closing, first
        assert opening + credited - debited == closes
        assert shown["entries"] == [] or shown["entries"][-1]["balance_after"] == shown["closing_balance"]
        first, closing = last + timedelta(days=1), shown["closing_balance"]
    assert closing == cashier_client.get(f"/api/accounts/{story}/").json()["balance"] == "79.01"


def test_days_are_whole_and_in_utc(clock, cashier_client, cashier, account):
    for moment in ("2026-03-01T23:59:59.999999+00:00", "2026-03-02T00:00:00+00:00"):
        book(datetime.fromisoformat(moment), cashier, account, "1.00")
    for day, opening, closing in (("2026-03-01", "0.00", "1.00"), ("2026-03-02", "1.00", "2.00")):
        assert figures(statement(cashier_client, account, f"from={day}&to={day}")) == [opening, "1.00", "0.00", closing]


def test_a_period_in_which_nothing_happened_opens_and_closes_alike(story, cashier_client):
    for query, balance in (("from=2026-03-10&to=2026-03-20", "83.01"), ("from=2025-01-01&to=2025-12-31", "0.00")):
        shown = statement(cashier_client, story, query)
        assert (figures(shown), shown["entries"]) == ([balance, "0.00", "0.00", balance], [])


PERIODS = {
    "": ("2026-03-01", "2026-03-17"),
    "from=2026-02-27": ("2026-02-27", "2026-03-17"),
    "from=2026-03-17": ("2026-03-17", "2026-03-17"),
    "from=2026-04-05": ("2026-04-05", "2026-04-05"),
    "to=2026-02-28": ("2026-02-01", "2026-02-28"),
    "to=2026-04-30": ("2026-04-01", "2026-04-30"),
}


def test_without_days_it_is_of_this_month_so_far(clock, signed_in, cashier, member):
    clock.move_to("2026-03-17T23:59:59+00:00")
    desk = signed_in(cashier)
    number = open_account(desk, member.pk)
    shown = {query: statement(desk, number, query) for query in PERIODS}
    assert {query: (body["from"], body["to"]) for query, body in shown.items()} == PERIODS


BAD_QUERIES = {
    "from=2026-03-02&to=2026-03-01": "to",
    "from=x": "from",
    "to=2026-02-30": "to",
    "format=xml": "format",
    "format=PDF": "format",
}


def test_a_parameter_that_is_not_understood_is_refused_by_name(cashier_client, account):
    for query, field in BAD_QUERIES.items():
        response = cashier_client.get(f"/api/accounts/{account}/statement/?{query}")
        assert (response.status_code, list(response.json()["fields"])) == (400, [field]), query


def test_a_period_of_too_many_entries_is_refused(story, cashier_client, monkeypatch):
    monkeypatch.setattr(selectors, "MAX_STATEMENT_ENTRIES", 2)
    assert len(statement(cashier_client, story, "from=2026-03-02&to=2026-03-03")["entries"]) == 2
    response = cashier_client.get(f"/api/accounts/{story}/statement/?from=2026-03-01&to=2026-03-02")
    assert (response.status_code, list(response.json()["fields"])) == (400, ["to"])


@pytest.mark.parametrize("form", ["json", "csv", "pdf"])
def test_owner_and_staff_read_it_and_a_stranger_meets_the_404_of_an_absent_one(
    member_client, manager_client, account, other_account, form
):
    for browser, number, status in (
        (member_client, account, 200),
        (manager_client, account, 200),
        (member_client, other_account, 404),
        (member_client, "1", 404),
    ):
        response = browser.get(f"/api/accounts/{number}/statement/?format={form}")
        assert response.status_code == status
        if status == 404:
            assert response.content == b'{"error":"Not found.","code":"not_found"}'
    assert member_client.get(f"/api/accounts/{account}/statement/?format={form}", token=None).status_code == 401


def test_the_csv_carries_the_figures_of_the_json(story, cashier_client, cashier, other_account):
    with time_machine.travel(START + timedelta(days=40), tick=False):
        ends = {"from_number": story, "to_number": other_account, "description": "Rent", "client": SYSTEM_CLIENT}
        post_transfer(actor=cashier, amount=100, **ends)
    query = "from=2026-02-01&to=2026-12-31"
    shown = statement(cashier_client, story, query)
    head, opening, *rows, closing = table(cashier_client, story, query)

    assert head == ["booked_at", "value_date", "transaction", "kind", "description", "counterparty", "debit", "credit",
                    "balance_after"]  # fmt: skip
    assert opening == ["", "", "", "opening balance", "", "", "", "", shown["opening_balance"]]
    totals = [shown[name] for name in ("total_debits", "total_credits", "closing_balance")]
    assert closing == ["", "", "", "closing balance", "", "", *totals]
    assert rows == [
        [
            entry["booked_at"],
            entry["value_date"],
            str(entry["transaction"]),
            entry["kind"],
            entry["description"],
            entry["counterparty"] or "",
            entry["amount"] if entry["direction"] == "debit" else "",
            entry["amount"] if entry["direction"] == "credit" else "",
            entry["balance_after"],
        ]
        for entry in shown["entries"]
    ]
    assert len(rows) == 8
    assert {len(row) for row in (head, opening, closing, *rows)} == {9}


DANGEROUS = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", " =1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201"]


def test_no_cell_of_the_csv_starts_a_formula(cashier_client, account):
    for text in [*DANGEROUS, 'a,"b";=1', "plain - text"]:
        assert deposit(cashier_client, account, "1.00", description=text).status_code == 201
    cells = [row[4] for row in table(cashier_client, account)[2:-1]]
    assert cells == [*(f"'{text.strip()}" for text in DANGEROUS), 'a,"b";=1', "plain - text"]
    assert statement(cashier_client, account)["entries"][0]["description"] == "=HYPERLINK(1)"


def test_a_balance_below_zero_is_a_number_in_the_csv(cashier_client, account):
    Account.objects.filter(number=account).update(overdraft=500)
    withdraw(cashier_client, account, "5.00")
    assert table(cashier_client, account)[-1][-1] == "-5.00"


@pytest.mark.parametrize(("form", "kind"), [("csv", "text/csv; charset=utf-8"), ("pdf", "application/pdf")])
def test_a_file_is_named_and_not_kept_by_any_cache(clock, cashier_client, account, form, kind):
    response = cashier_client.get(f"/api/accounts/{account}/statement/?format={form}&from=2026-02-01&to=2026-02-28")
    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Disposition"] == f'attachment; filename="statement-{account}-20260201.{form}"'
    assert "no-store" in response.headers["Cache-Control"]


def test_a_statement_is_json_whatever_accept_says(cashier_client, account):
    response = cashier_client.get(f"/api/accounts/{account}/statement/", headers={"Accept": "application/pdf"})
    assert response.headers["Content-Type"] == "application/json"


def test_posting_of_server_clock_behind_is_booked_on_day_of_latest_entry(
    clock, signed_in, cashier, account, database_ahead
):
    clock.move_to("2026-03-02T00:00:00.5+00:00")
    desk = signed_in(cashier)
    assert deposit(desk, account, "2.00").status_code == 201
    clock.move_to("2026-03-01T23:59:58+00:00")  # by a server whose clock is three seconds behind
    database_ahead(3)
    assert deposit(desk, account, "1.00").status_code == 201
    database_ahead(0)
    clock.move_to("2026-03-02T00:00:02+00:00")
    first, second = (statement(desk, account, f"from={day}&to={day}") for day in ("2026-03-01", "2026-03-02"))
    assert figures(first) == ["0.00", "0.00", "0.00", "0.00"]
    assert figures(second) == ["0.00", "3.00", "0.00", "3.00"]
    assert [entry["balance_after"] for entry in second["entries"]] == ["2.00", "3.00"]
