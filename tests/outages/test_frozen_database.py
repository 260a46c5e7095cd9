"""A database that hangs, as after a network failure: responses arrive in time, and no payment is lost or doubled."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api_payments import transfer
from tests.concurrency.bank_fixtures import CASHIER, Bank
from tests.outages.assertions import is_unavailable

CLIENTS, THREADS = 8, 4  # so that no thread is free for the health checks
STATEMENT, CONNECT = 7, 2  # seconds that the portal waits for a statement, and for a connection
SLACK = 2  # seconds, for a busy machine


def timed(call, *arguments, **options):
    """The response, and the seconds that it took."""
    since = time.monotonic()
    response = call(*arguments, **options)
    return response, time.monotonic() - since


@pytest.fixture
def bank(start_portal):
    """A bank whose database connections are open when the database freezes."""
    return Bank(start_portal(THREADS=THREADS))


@pytest.fixture
def payments(bank):
    """The numbers of two accounts, and the cashier's tabs."""
    source, target = bank.account("100.00"), bank.account()
    tabs = bank.tabs(CASHIER, CLIENTS)
    for tab in tabs:
        assert tab.get("/api/accounts/").status_code == 200
    return source, target, tabs


def test_frozen_database_is_503_within_the_timeout_and_nothing_is_lost_or_doubled(bank, payments, mariadb):
    server, (source, target, tabs) = bank.server, payments
    payers, readers = tabs[: CLIENTS // 2], tabs[CLIENTS // 2 :]
    mariadb.freeze()
    with ThreadPoolExecutor(CLIENTS) as threads:
        futures = [
            threads.submit(timed, transfer, tab, source, target, "1.00", key=f"frozen {number}")
            for number, tab in enumerate(payers)
        ]
        futures += [threads.submit(timed, tab.get, f"/api/accounts/{source}/") for tab in readers]
        wait_until_asked(mariadb, THREADS)
        check_health(server)
        for response, seconds in [future.result() for future in futures]:
            assert is_unavailable(response)
            # The second half of the requests waits for the first half, then for a new connection.
            assert seconds < (STATEMENT + CONNECT) * (CLIENTS // THREADS) + SLACK
    reasons = server.lines("bankportal.unavailable 503 ", "Lost connection")
    assert len(reasons) == CLIENTS
    assert all(" WARNING " in line for line in reasons)
    assert server.lines("django.request") == []

    mariadb.thaw()
    server.wait_until_ready()
    for number, tab in enumerate(payers):
        assert transfer(tab, source, target, "1.00", key=f"frozen {number}").status_code == 201
    assert bank.balance(target) == f"{len(payers)}.00"
    assert bank.is_consistent()


def check_health(server):
    """Asserts that the health checks respond in time while the database is frozen."""
    health, seconds = timed(server.get, "/healthz")
    assert (health.status_code, health.json()) == (200, {"status": "ok"})
    assert seconds < 1
    server.wait_until_not_ready()
    with ThreadPoolExecutor(CLIENTS) as threads:
        for ready, seconds in threads.map(lambda _: timed(server.get, "/readyz"), range(CLIENTS)):
            assert ready.status_code == 503
            unknown = {"clock": "unknown", "time_zone": "unknown"}
            assert ready.json() == {"status": "unavailable", "database": "down", "cache": "ok"} | unknown
            assert seconds < 3


def wait_until_asked(mariadb, number):
    """Waits until the frozen database has this number of unread statements."""
    deadline = time.monotonic() + 10
    while len(mariadb.unread()) < number:
        assert time.monotonic() < deadline, "the requests did not reach the database"
        time.sleep(0.01)


def test_server_whose_database_is_frozen_stops_within_ten_seconds(bank, payments, mariadb):
    source, _, tabs = payments
    mariadb.freeze()
    with ThreadPoolExecutor(CLIENTS) as threads:
        futures = [threads.submit(tab.get, f"/api/accounts/{source}/") for tab in tabs]
        wait_until_asked(mariadb, THREADS)
        os.killpg(bank.server.process.pid, signal.SIGTERM)
        _, seconds = timed(bank.server.process.wait, 60)
        for future in futures:
            future.exception()  # a response, or a closed connection
    assert seconds < 10
