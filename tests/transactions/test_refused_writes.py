"""A database that rejects writes: reads succeed, and requests that write return 503 and can be repeated."""

import logging
from datetime import timedelta

import pytest
from django.db import connection

from core.clock import now
from sessions_browser.models import BrowserSession
from tests.api_payments import deposit
from tests.contract.error_assertions import assert_error
from tests.database_errors import failing
from tests.transactions.ledger_assertions import empty_insert_only_tables

pytestmark = pytest.mark.django_db(transaction=True)
MYSQL = connection.vendor == "mysql"


@pytest.fixture(autouse=True)
def _empty_ledger(transactional_db):
    yield
    empty_insert_only_tables()


@pytest.fixture
def read_only():
    """Makes the connection read-only (`True`) or writable (`False`)."""

    def set_read_only(enabled):
        mysql = f"SET SESSION TRANSACTION READ {'ONLY' if enabled else 'WRITE'}"
        with connection.cursor() as cursor:
            cursor.execute(mysql if MYSQL else f"PRAGMA query_only = {enabled:d}")

    yield set_read_only
    set_read_only(False)


def test_read_only_database_serves_reads_and_returns_503_for_writes(cashier_client, account, read_only):
    assert cashier_client.get(f"/api/accounts/{account}/").status_code == 200  # the first read in an hour is recorded
    BrowserSession.objects.update(last_active_at=now() - timedelta(minutes=1))
    read_only(True)
    statement = cashier_client.get(f"/api/accounts/{account}/statement/")
    balance, rejected_deposit = (
        cashier_client.get(f"/api/accounts/{account}/"),
        deposit(cashier_client, account, "1.00", key="k"),
    )
    read_only(False)
    assert balance.status_code == 200
    assert_error(statement, 503, "unavailable")
    assert_error(rejected_deposit, 503, "unavailable")
    assert deposit(cashier_client, account, "1.00", key="k").status_code == 201


def test_full_disk_during_a_posting_returns_503_and_logs_the_reason(cashier_client, account, caplog):
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
