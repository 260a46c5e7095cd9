"""A database that refuses to write: what needs no write is answered, what does is 503 and may be repeated."""

import logging
from datetime import timedelta

import pytest
from django.db import connection

from core.clock import now
from sessions_browser.models import BrowserSession
from tests.api_payments import deposit
from tests.contract.error_assertions import assert_error
from tests.database_errors import failing
from tests.transactions.ledger_assertions import forget

pytestmark = pytest.mark.django_db(transaction=True)
MYSQL = connection.vendor == "mysql"


@pytest.fixture(autouse=True)
def _forgotten(transactional_db):
    yield
    forget()


@pytest.fixture
def read_only():
    """Makes this connection read-only, and writable again."""

    def switch(on):
        mysql = f"SET SESSION TRANSACTION READ {'ONLY' if on else 'WRITE'}"
        with connection.cursor() as cursor:
            cursor.execute(mysql if MYSQL else f"PRAGMA query_only = {on:d}")

    yield switch
    switch(False)


def test_read_only_database_answers_reads_and_refuses_writes(cashier_client, account, read_only):
    assert cashier_client.get(f"/api/accounts/{account}/").status_code == 200  # recorded: the first in an hour
    BrowserSession.objects.update(last_active_at=now() - timedelta(minutes=1))
    read_only(True)
    unrecorded = cashier_client.get(f"/api/accounts/{account}/statement/")
    balance, refused = (
        cashier_client.get(f"/api/accounts/{account}/"),
        deposit(cashier_client, account, "1.00", key="k"),
    )
    read_only(False)
    assert balance.status_code == 200
    assert_error(unrecorded, 503, "unavailable")
    assert_error(refused, 503, "unavailable")
    assert deposit(cashier_client, account, "1.00", key="k").status_code == 201


def test_disk_full_in_a_posting_is_503_with_its_reason_in_the_log(cashier_client, account, caplog):
    caplog.clear()
    with failing("INSERT INTO entries", 1114, "The table 'entries' is full"):
        response = deposit(cashier_client, account, "1.00", key="full")
    assert_error(response, 503, "unavailable")
    messages = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert messages == [
        "a posting was not confirmed, reading its key: (1114, \"The table 'entries' is full\")",
        "503 POST /api/transactions/deposit/: (1114, \"The table 'entries' is full\")",
    ]
    assert deposit(cashier_client, account, "1.00", key="full").status_code == 201
