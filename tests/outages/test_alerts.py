"""A drill: each fault that is injected into running servers raises its alert and no other; a quiet run raises none.

It takes minutes and runs with `make test-long`; tests/metrics/ checks the rules and the metrics in each run.
"""

import contextlib
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.api_payments import deposit
from tests.certificates import make_certificate
from tests.concurrency.bank_fixtures import Bank
from tests.metrics.alerts import assert_alerts, scrape
from tests.metrics.conftest import TOKEN
from tests.outages.conftest import BankServer
from tests.outages.test_refusing_database import fill
from tests.servers import ROOT
from tests.waiting import wait_until
from tools.mariadb import free_port, running

pytestmark = pytest.mark.long


@pytest.fixture
def start(start_portal):
    """Starts a portal that answers `/metrics`."""
    return lambda **settings: start_portal(METRICS_TOKEN=TOKEN, **settings)


def wait_for(server, condition):
    """The first scrape for which the condition holds."""

    def scrape_if():
        series = scrape(server)
        return condition(series) and series

    return wait_until(scrape_if, seconds=30, report=lambda: scrape(server))


def test_quiet_run_raises_no_alert(start, tmp_path):
    server = start()
    before = scrape(server)
    bank = Bank(server)
    assert deposit(bank.cashier, bank.account(), "5.00").status_code == 201
    for command in ("snapshot_balances", "verify_ledger", "cleanup_expired_sessions"):
        server.manage(command)
    assert_alerts(tmp_path, before, scrape(server))


def test_killed_server_raises_an_alert(start, tmp_path):
    server = start()
    before = scrape(server)
    server.process.kill()
    server.process.wait()
    during = wait_for(server, lambda series: len(series) == 1)
    assert_alerts(tmp_path, before, during, "BankServerDown")


def test_database_that_is_gone_raises_an_alert(start, mariadb, tmp_path):
    server = start()
    before = scrape(server)
    mariadb.freeze()
    try:
        during = wait_for(server, lambda series: series['bank_part_ok{part="database", instance="a"}'] == 0)
    finally:
        mariadb.thaw()
    assert_alerts(tmp_path, before, during, "BankDatabaseDown")


@pytest.mark.skipif(not shutil.which("redis-server"), reason="Debian's redis-server is not installed")
def test_redis_that_is_gone_raises_an_alert(start, tmp_path):
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    redis = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        server = start(REDIS_URL=f"redis://127.0.0.1:{port}/0")
        before = scrape(server)
    finally:
        redis.kill()
        redis.wait()
    during = wait_for(server, lambda series: series['bank_part_ok{part="cache", instance="a"}'] == 0)
    assert_alerts(tmp_path, before, during, "BankRedisDown")


def test_wrong_clock_raises_an_alert(start, mariadb, tmp_path):
    class WrongClock(BankServer):
        serving = "/healthz"  # because /readyz is never 200

    before = scrape(start())
    with WrongClock(mariadb, METRICS_TOKEN=TOKEN, TEST_CLOCK_OFFSET=60) as server:
        during = scrape(server)
    assert_alerts(tmp_path, before, during, "BankClockDiffers")


def test_inconsistent_ledger_raises_an_alert(start, tmp_path):
    server = start(MEMBER_DAILY_TRANSFER_LIMIT=100)
    bank = Bank(server)
    number = bank.account("5.00")
    server.manage("verify_ledger")
    before = scrape(server)
    with changed_balance(server, number):
        command = [sys.executable, "manage.py", "verify_ledger"]
        done = subprocess.run(command, cwd=ROOT, env=server.environ, capture_output=True, text=True)
        assert (done.returncode, number in done.stderr) == (1, True), done.stderr
        during = wait_for(server, lambda series: series['bank_job_failed{task="verify_ledger", instance="a"}'] == 1)
    assert_alerts(tmp_path, before, during, "BankLedgerInconsistent")
    server.manage("verify_ledger")


@contextlib.contextmanager
def changed_balance(server, number):
    """Somebody changes a balance past the portal."""
    server.sql("UPDATE accounts SET balance = balance + 1 WHERE number = %s", number)
    try:
        yield
    finally:
        server.sql("UPDATE accounts SET balance = balance - 1 WHERE number = %s", number)


def test_mail_server_that_is_gone_raises_an_alert(start, tmp_path):
    server = start(TEST_SMTP_PORT=free_port(), TEST_MAIL_LEASE=60)
    before = scrape(server)
    queued_at = (datetime.now(UTC) - timedelta(minutes=10)).strftime("%Y-%m-%d %H:%M:%S")
    server.sql(
        "INSERT INTO outgoing_mails (uid, kind, recipient, language, facts, status, attempts, created_at, "
        "next_attempt_at, last_error, request_id) VALUES ('drill', 'password_changed', 'a@example.com', 'en', '{}', "
        "'queued', 0, %s, %s, '', '')",
        queued_at, queued_at,
    )  # fmt: skip
    try:
        during = wait_for(
            server, lambda series: series['bank_mail_attempts_total{result="server_down", instance="a"}'] > 0
            and series['bank_mail_oldest_queued_seconds{instance="a"}'] > 300,
        )  # fmt: skip
    finally:
        server.sql("DELETE FROM outgoing_mails WHERE uid = 'drill'")
    assert_alerts(tmp_path, before, during, "BankMailFailing")


def test_full_disk_raises_an_alert(tmp_path):
    """Simulates a full disk: all tables are in one file that may not grow beyond a size."""
    options = ["--innodb-file-per-table=0", "--innodb-data-file-path=ibdata1:12M:autoextend:max:64M"]
    with running(*options) as mariadb, BankServer(mariadb, METRICS_TOKEN=TOKEN) as server:
        bank = Bank(server)
        number = bank.account()
        before = scrape(server)
        fill(server)
        for attempt in range(2000):  # the pages of the tables still have free space
            response = deposit(bank.cashier, number, "1.00", key=f"fill {attempt}")
            if response.status_code != 201:
                break
        assert response.status_code == 503
        during = scrape(server)
    assert_alerts(tmp_path, before, during, "BankDiskFull")


def test_certificate_that_expires_raises_an_alert(start, tmp_path):
    """The certificate is read over TLS from a running server, as blackbox_exporter does."""
    server = start()
    series = 'probe_ssl_earliest_cert_expiry{job="bank-certificate", instance="api"}'
    new, old = (make_certificate(tmp_path / name, days=days) for name, days in (("new", 60), ("old", 10)))
    before = scrape(server) | {series: seconds_left(new)}
    assert_alerts(tmp_path, before, before | {series: seconds_left(old)}, "BankCertificateExpires")


def seconds_left(certificate):
    """Serves one TLS connection with the certificate; returns for how long the client may trust it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.cert, certificate.key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            with contextlib.suppress(OSError), context.wrap_socket(listener.accept()[0], server_side=True) as accepted:
                accepted.recv(1)

        threading.Thread(target=serve, daemon=True).start()
        trusting = ssl.create_default_context(cafile=certificate.ca)
        with (
            socket.create_connection(listener.getsockname()) as plain,
            trusting.wrap_socket(plain, server_hostname="127.0.0.1") as connection,
        ):
            not_after = connection.getpeercert()["notAfter"]
    return ssl.cert_time_to_seconds(not_after) - time.time()
