"""Statements as CSV: rows, totals, names and escaping."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import time_machine

from accounts.models import Account
from accounts.numbers import grouped_number
from core.client_info import SYSTEM_CLIENT
from tests.api_payments import deposit, transfer, withdraw
from tests.cash import put_cash_in_till
from tests.conftest import START
from tests.transactions.statement_requests import statement
from transactions.payments.services import post_transfer
from users.models import User


def csv_table(browser, number, query="", path="statement/?format=csv&"):
    response = browser.get(f"/api/accounts/{number}/{path}{query}")
    text = response.getvalue().decode()
    assert text.startswith("\ufeffbooked_at,")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True))


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
