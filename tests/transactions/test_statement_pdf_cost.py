"""What a statement as PDF may cost: so many entries, so much time, one at a time in a process, some a minute a user."""

import gc
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from accounts.models import Account
from tests.api_payments import deposit
from tests.contract.error_assertions import assert_error
from tests.rate_limit_settings import set_rates
from transactions.enums import TransactionType
from transactions.models import Entry, Transaction
from transactions.statements import pdf as statement_pdf
from transactions.statements import selectors
from transactions.statements.selectors import Statement
from users.models import User

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
LONG = ("Rent for the flat in March, and what was left of February; " * 4)[:200]


@pytest.fixture
def few(monkeypatch):
    """Few entries are many here."""
    monkeypatch.setattr(selectors, "MAX_PRINTED_ENTRIES", 3)


def pdf(browser, number, query=""):
    return browser.get(f"/api/accounts/{number}/statement/?format=pdf{query}")


def statement_of(count):
    """That many transfers with descriptions of 200 characters, without a database."""
    ours, theirs = (Account(pk=pk, number=f"10000000{pk:04}", type="savings", currency="USD") for pk in (1, 2))
    ours.owner = User(full_name="Maria Member")
    facts = {
        "kind": TransactionType.TRANSFER,
        "amount": 1_000_00,
        "currency": "USD",
        "description": LONG,
        "from_account": ours,
    }
    rows = [Transaction(pk=pk, to_account=theirs, value_date=MOMENT.date(), **facts) for pk in range(count)]
    entries = [
        Entry(transaction=row, account=ours, direction="debit", amount=1_000_00, balance_after=5_00, booked_at=MOMENT)
        for row in rows
    ]
    return Statement(ours, MOMENT, MOMENT + timedelta(days=31), 0, 0, 0, 0, entries)


def cpu_of(*counts):
    """The least of five for each count, in seconds, in turns: what else the machine does makes it more, never less."""
    statements, took = {count: statement_of(count) for count in counts}, {count: [] for count in counts}
    for _ in range(5):
        for count, statement in statements.items():
            gc.collect()
            before = time.process_time()
            statement_pdf.to_pdf(statement)
            took[count].append(time.process_time() - before)
    return [min(took[count]) for count in counts]


def test_statement_of_more_entries_than_are_printed_is_refused_as_pdf_alone(cashier_client, account, few):
    for _ in range(3):
        deposit(cashier_client, account, "1.00")
    assert pdf(cashier_client, account).status_code == 200
    deposit(cashier_client, account, "1.00")

    said = assert_error(pdf(cashier_client, account), 422, "statement_too_long")

    assert said["error"] == "A statement as PDF has at most 1000 entries. Please choose a shorter period, or CSV."
    for form in ("json", "csv"):
        assert cashier_client.get(f"/api/accounts/{account}/statement/?format={form}").status_code == 200


def test_a_thousand_entries_are_printed_and_not_one_more():
    assert selectors.MAX_PRINTED_ENTRIES == 1000


@pytest.mark.slow
def test_thousand_entries_with_long_descriptions_take_under_half_a_second_of_cpu_and_half_of_them_half():
    cpu_of(1)  # fonts are read once

    whole, half = cpu_of(1000, 500)

    assert whole < 0.5
    assert whole / half < 2.6


def test_while_one_is_printed_another_is_503_with_a_wait_and_then_printed(cashier_client, account, monkeypatch):
    monkeypatch.setattr(statement_pdf, "MAX_WAIT", 0.01)
    with statement_pdf._one_at_a_time:
        response = pdf(cashier_client, account)
    assert_error(response, 503, "unavailable")
    assert response.headers["Retry-After"] == "1"

    assert pdf(cashier_client, account).status_code == 200


def test_turn_is_over_before_the_client_reads_and_after_an_error(cashier_client, account, monkeypatch, client):
    monkeypatch.setattr(statement_pdf, "MAX_WAIT", 0.01)
    environ = client._base_environ(
        PATH_INFO=f"/api/accounts/{account}/statement/", QUERY_STRING="format=pdf", REQUEST_METHOD="GET",
        HTTP_AUTHORIZATION=f"Bearer {cashier_client.access}",
        HTTP_COOKIE=f"browserId={cashier_client.cookie('browserId')}",
        **{"wsgi.input": BytesIO()},
    )  # fmt: skip
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)  # the test's transaction is on it
    statuses = []
    unread = WSGIHandler()(environ, lambda status, _: statuses.append(status))
    assert statuses == ["200 OK"]
    assert pdf(cashier_client, account).status_code == 200
    unread.close()

    with monkeypatch.context() as patch:
        patch.setattr(statement_pdf, "_print", lambda _: 1 / 0)
        assert_error(pdf(cashier_client, account), 500, "server_error")
    assert pdf(cashier_client, account).status_code == 200


def test_pdf_statements_are_limited_a_minute_by_user_and_the_other_forms_are_not(
    settings, cashier_client, manager_client, account
):
    set_rates(settings, statement_pdf="2/minute")
    assert [pdf(cashier_client, account).status_code for _ in range(2)] == [200, 200]

    response = pdf(cashier_client, account)

    assert_error(response, 429, "throttled")
    assert int(response.headers["Retry-After"]) >= 1
    assert pdf(manager_client, account).status_code == 200
    for form in ("json", "csv"):
        assert cashier_client.get(f"/api/accounts/{account}/statement/?format={form}").status_code == 200
