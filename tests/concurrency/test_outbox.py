"""Mails while workers send at once and are killed: each is sent, and none is sent twice by workers that know of it."""

import os
import signal
import time
from collections import Counter
from datetime import UTC, datetime

from tests.concurrency.smtp_server import SmtpServer
from tests.concurrency.test_killed_workers import wait_until, workers
from tests.servers import Server

KILLS = int(os.environ.get("KILLED_WORKERS", "5"))
LEASE = 2  # seconds
TIMEOUT = 30 + 15 * KILLS  # seconds: a killed worker is replaced, and its mail waits for the lease and the next look


def name(test):
    return f"{test}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def queue_mails(server, count):
    """Writes mails into the outbox; returns their Message-IDs."""
    uids, now = [f"mail-{number:04}" for number in range(count)], datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    for uid in uids:
        server.sql(
            "INSERT INTO outgoing_mails (uid, kind, recipient, language, facts, status, attempts, created_at, "
            "next_attempt_at, last_error, request_id) VALUES (%s, 'password_changed', 'a@example.com', 'en', '{}', "
            "'queued', 0, %s, %s, '', '')",
            uid, now, now,
        )  # fmt: skip
    return [f"<{uid}@localhost>" for uid in uids]


def count_unsent(server):
    return server.sql("SELECT COUNT(*) FROM outgoing_mails WHERE status <> 'sent'")[0][0]


def wait_until_sent(server):
    deadline = time.monotonic() + TIMEOUT
    while count_unsent(server):
        assert time.monotonic() < deadline, f"{count_unsent(server)} mails were not sent: {server.log.read_text()}"
        time.sleep(0.1)


def test_four_workers_send_each_of_100_mails_once():
    with (
        SmtpServer(lambda _: time.sleep(0.02)) as smtp,
        Server(name("outbox"), 4, TEST_SMTP_PORT=smtp.port, TEST_MAIL_LEASE=60) as server,
    ):
        ids = queue_mails(server, 100)
        wait_until_sent(server)

    assert Counter(smtp.received) == Counter(ids)


def test_mails_survive_killed_workers_and_only_those_in_transit_are_sent_again():
    """The worker is killed when the mail server has received a mail and has not acknowledged it."""
    in_transit, every = [], 5

    def kill_sometimes(number):
        if number % every == 0 and len(in_transit) < KILLS:
            in_transit.append(smtp.received[number - 1])
            for worker in workers(server):
                os.kill(worker, signal.SIGKILL)

    with (
        SmtpServer(kill_sometimes) as smtp,
        Server(name("outbox_killed"), 1, TEST_SMTP_PORT=smtp.port, TEST_MAIL_LEASE=LEASE) as server,
    ):
        ids = queue_mails(server, every * (KILLS + 1))
        wait_until_sent(server)

    assert len(in_transit) == KILLS
    assert set(smtp.received) == set(ids)
    twice = Counter(smtp.received) - Counter(ids)
    assert twice == Counter(in_transit)


def test_mail_is_sent_within_a_moment_after_its_cause():
    with (
        SmtpServer() as smtp,
        Server(name("outbox_soon"), 1, TEST_SMTP_PORT=smtp.port, TEST_MAIL_LEASE=60) as server,
    ):
        started = time.monotonic()
        assert server.browser().log_in("member@example.com").status_code == 200
        wait_until(lambda: smtp.received, "the notice")
        assert time.monotonic() - started < 5
        server.close_browsers()
