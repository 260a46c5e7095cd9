"""A database that refuses statements (read-only, full, out of connections): 503, with the reason in the log."""

import contextlib
import time

import pytest

from tests.api_payments import deposit
from tests.concurrency.bank_fixtures import CASHIER, Bank
from tests.outages.assertions import is_unavailable
from tests.outages.conftest import BankServer
from tools.mariadb import running

MAX_CONNECTIONS = 10  # MariaDB's minimum


@pytest.fixture
def bank(start_portal):
    """A bank in which every request records its activity."""
    return Bank(start_portal(BROWSER_SESSION_TOUCH_SECONDS=0))


def assert_payment_unavailable(bank, number, reason):
    """Asserts that a payment is 503 and logged; `assert_payment_posted_once` retries it with the same key."""
    assert is_unavailable(deposit(bank.cashier, number, "1.00", key=f"again {number}"))
    assert bank.server.lines("WARNING bankportal.unavailable 503 POST /api/transactions/deposit/: ", reason)
    assert bank.server.lines("django.request") == []


def assert_payment_posted_once(bank, number):
    deadline = time.monotonic() + 30  # a full file has free space only after InnoDB's purge
    while (response := deposit(bank.cashier, number, "1.00", key=f"again {number}")).status_code == 503:
        assert time.monotonic() < deadline, bank.server.log.read_text()
        time.sleep(0.1)
    assert response.status_code == 201
    assert bank.balance(number) == "1.00"
    assert bank.is_consistent()


@contextlib.contextmanager
def read_only(server):
    server.as_root("SET GLOBAL read_only = 1")
    try:
        yield
    finally:
        server.as_root("SET GLOBAL read_only = 0")


def test_read_only_database_answers_reads_and_refuses_writes(bank):
    number, unread = bank.account(), bank.account()
    assert bank.cashier.get(f"/api/accounts/{number}/").status_code == 200  # recorded: the first in an hour
    with read_only(bank.server):
        assert is_unavailable(bank.cashier.get(f"/api/accounts/{unread}/"))
        assert bank.cashier.get(f"/api/accounts/{number}/").status_code == 200
        assert bank.server.lines("WARNING bankportal.sessions activity of session ", "(1290, ")
        assert_payment_unavailable(bank, number, "(1290, ")
        assert is_unavailable(bank.server.browser().log_in(CASHIER))
        assert bank.server.get("/healthz").status_code == 200
        assert bank.server.wait_until_not_ready()["database"] == "read_only"
        assert bank.is_consistent()
    bank.server.wait_until_ready()
    assert_payment_posted_once(bank, number)


@contextlib.contextmanager
def no_free_connections(server):
    """Other clients hold all allowed connections; the connections of the server are closed."""
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(contextlib.closing(server._connect())) for _ in range(MAX_CONNECTIONS)]
        cursor = held[0].cursor()
        cursor.execute("SELECT id FROM information_schema.processlist WHERE user = 'bank_app'")
        for (connection,) in cursor.fetchall():
            cursor.execute(f"KILL {connection}")
        cursor.execute(f"SET GLOBAL max_connections = {MAX_CONNECTIONS}")
        stack.callback(cursor.execute, "SET GLOBAL max_connections = 500")
        yield


def test_database_without_free_connections_is_503_with_the_reason(bank):
    number, server = bank.account(), bank.server
    with no_free_connections(server):
        for _ in range(20):  # every thread of the server first finds its connection closed
            assert is_unavailable(bank.cashier.get(f"/api/accounts/{number}/"))
        assert server.lines("WARNING bankportal.unavailable 503 GET /api/accounts/", "(1040, ")
        assert_payment_unavailable(bank, number, "(1040, ")
        assert server.get("/healthz").status_code == 200
        assert server.wait_until_not_ready()["database"] == "down"
    server.wait_until_ready()
    assert_payment_posted_once(bank, number)


def test_full_disk_is_503_with_the_reason_and_reads_go_on():
    """Simulates a full disk: all tables are in one file that may not grow beyond a size."""
    options = ["--innodb-file-per-table=0", "--innodb-data-file-path=ibdata1:12M:autoextend:max:64M"]
    with running(*options) as mariadb, BankServer(mariadb, BROWSER_SESSION_TOUCH_SECONDS=0) as server:
        bank = Bank(server)
        number, other = bank.account(), bank.account()
        assert bank.cashier.get(f"/api/accounts/{number}/").status_code == 200  # recorded: the first in an hour
        fill(server)
        for attempt in range(2000):  # the pages of the tables still have free space
            response = deposit(bank.cashier, other, "1.00", key=f"fill {attempt}")
            if response.status_code != 201:
                break
        assert is_unavailable(response)
        assert_payment_unavailable(bank, number, "(1114, ")
        assert bank.cashier.get(f"/api/accounts/{number}/").status_code == 200
        assert server.get("/readyz").status_code == 200
        server.as_root("DROP TABLE filler")
        assert_payment_posted_once(bank, number)
        assert bank.balance(other) == f"{attempt}.00"


def fill(server):
    """Fills the file until no more row fits."""
    import MySQLdb

    server.as_root("CREATE TABLE filler (id BIGINT PRIMARY KEY AUTO_INCREMENT, bytes BLOB)")
    rows = 32
    while rows:
        values = ", ".join(["(REPEAT('x', 7000))"] * rows)
        try:
            server.sql(f"INSERT INTO filler (bytes) VALUES {values}")
        except MySQLdb.OperationalError:  # 1114
            rows //= 2
