"""Statements: opening + credits - debits = closing; consecutive periods; periods, permissions and formats."""

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from accounts.models import Account
from accounts.numbers import grouped_number
from core.client_info import SYSTEM_CLIENT
from core.money import to_minor
from tests.api_payments import deposit, open_account, transfer, withdraw
from tests.cash import put_cash_in_till
from tests.conftest import START
from transactions.payments.services import post_deposit, post_transfer, post_withdrawal
from transactions.statements import selectors
from users.models import User

# Days from the first of March, and the amounts: deposits, or withdrawals if negative.
MOVEMENTS = [
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


def csv_table(browser, number, query="", path="statement/?format=csv&"):
    response = browser.get(f"/api/accounts/{number}/{path}{query}")
    text = response.getvalue().decode()
    assert text.startswith("\ufeffbooked_at,")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True))


def get_totals(body):
    return [body[name] for name in ("opening_balance", "total_credits", "total_debits", "closing_balance")]


def post_at(moment, actor, number, amount, description=""):
    """Posts a deposit, or a withdrawal if `amount` is negative, by the services, because a session would expire."""
    service = post_withdrawal if amount.startswith("-") else post_deposit
    minor = to_minor(amount.lstrip("-"), "USD")
    with time_machine.travel(moment, tick=False):
        service(actor=actor, number=number, amount=minor, description=description, client=SYSTEM_CLIENT)


@pytest.fixture
def account_with_history(clock, cashier, account):
    """The member's account with entries before and after the first of March."""
    for days, amount in MOVEMENTS:
        post_at(START + timedelta(days=days), cashier, account, amount, f"day {days}")
    return account


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


def test_csv_statement_has_the_figures_of_the_json(account_with_history, cashier_client, cashier, other_account):
    with time_machine.travel(START + timedelta(days=40), tick=False):
        transfer_options = {
            "from_number": account_with_history,
            "to_number": other_account,
            "description": "Rent",
            "client": SYSTEM_CLIENT,
        }
        post_transfer(actor=cashier, amount=100, **transfer_options)
    query = "from=2026-02-01&to=2026-12-31"
    body = statement(cashier_client, account_with_history, query)
    header, *rows = csv_table(cashier_client, account_with_history, query)

    assert header == ["booked_at", "value_date", "transaction", "kind", "description", "counterparty",
                      "counterparty_name", "debit", "credit", "balance_after"]  # fmt: skip
    assert rows == [
        [
            entry["booked_at"],
            entry["value_date"],
            str(entry["transaction"]),
            entry["kind"],
            entry["description"],
            grouped_number(entry["counterparty"] or ""),
            entry["counterparty_name"] or "",
            entry["amount"] if entry["direction"] == "debit" else "",
            entry["amount"] if entry["direction"] == "credit" else "",
            entry["balance_after"],
        ]
        for entry in body["entries"]
    ]
    assert len(rows) == 8
    assert {len(row) for row in (header, *rows)} == {10}
    assert rows[-1][5:7] == [f"{other_account[:4]} {other_account[4:8]} {other_account[8:]}", "Matthew Member"]


def test_csv_statement_columns_add_up_to_the_totals_of_the_json(account_with_history, cashier_client):
    query = "from=2026-03-01&to=2026-03-31"
    body = statement(cashier_client, account_with_history, query)
    _, *rows = csv_table(cashier_client, account_with_history, query)

    assert sum(Decimal(row[7] or 0) for row in rows) == Decimal(body["total_debits"]) > 0
    assert sum(Decimal(row[8] or 0) for row in rows) == Decimal(body["total_credits"]) > 0
    assert rows[-1][9] == body["closing_balance"]


def test_csv_statement_of_an_empty_period_is_the_header_only(cashier_client, account):
    assert len(csv_table(cashier_client, account, "from=2020-01-01&to=2020-12-31")) == 1


def test_statement_csv_equals_the_csv_format(account_with_history, cashier_client):
    query = "from=2026-03-01&to=2026-03-02"
    rows = csv_table(cashier_client, account_with_history, query, path="statement.csv?")

    assert rows == csv_table(cashier_client, account_with_history, query)
    assert len(rows) == 4


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


def test_csv_statement_masks_names_for_members_and_not_for_staff(cashier_client, member_client, account, other_account):
    deposit(cashier_client, account, "5.00")
    assert transfer(member_client, account, other_account, "1.00").status_code == 201

    assert [row[6] for row in csv_table(member_client, account)[1:]] == ["", "Matthew M."]
    assert [row[6] for row in csv_table(cashier_client, account)[1:]] == ["", "Matthew Member"]


def test_csv_statement_escapes_formulas_in_names(cashier_client, account, other_member, other_account):
    User.objects.filter(pk=other_member.pk).update(full_name="=HYPERLINK(1)")
    deposit(cashier_client, account, "5.00")
    transfer(cashier_client, account, other_account, "1.00")

    assert csv_table(cashier_client, account)[-1][6] == "'=HYPERLINK(1)"


FORMULAS = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", " =1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201"]


def test_csv_statement_escapes_formulas(cashier_client, account):
    for text in [*FORMULAS, 'a,"b";=1', "plain - text"]:
        assert deposit(cashier_client, account, "1.00", description=text).status_code == 201
    cells = [row[4] for row in csv_table(cashier_client, account)[1:]]
    assert cells == [*(f"'{text.strip()}" for text in FORMULAS), 'a,"b";=1', "plain - text"]
    assert statement(cashier_client, account)["entries"][0]["description"] == "=HYPERLINK(1)"


def test_negative_balance_is_a_number_in_the_csv_statement(cashier, cashier_client, account):
    put_cash_in_till(cashier, 5_00)
    Account.objects.filter(number=account).update(overdraft=500)
    withdraw(cashier_client, account, "5.00")
    assert csv_table(cashier_client, account)[-1][-1] == "-5.00"


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
