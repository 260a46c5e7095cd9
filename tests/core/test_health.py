"""`/healthz` and `/readyz`: each part by itself, and an answer within three seconds whatever hangs."""

import threading
import time

import pytest
from django.db import OperationalError, connection

from core.db import migrations
from core.db.migrations import missing_migrations
from core.health import middleware as health
from core.health.probes import Probe

READY = {"status": "ok", "database": "ok", "clock": "ok", "cache": "ok"}
pytestmark = pytest.mark.django_db


def ready(browser):
    """Status, body and wait of `/readyz`, looked at anew."""
    health.forget()
    response = browser.get("/readyz")
    return response.status_code, response.json(), response.headers.get("Retry-After")


def not_ready(**parts):
    return 503, READY | {"status": "unavailable"} | parts, "5"


def test_server_whose_parts_answer_is_ready(browser):
    assert ready(browser) == (200, READY, None)
    assert browser.get("/healthz").json() == {"status": "ok"}


def test_both_answer_without_a_request():
    assert health.healthz().status_code == 200
    assert health.readyz().status_code == 200


def test_missing_migration_is_not_ready(browser, monkeypatch, caplog):
    on_disk = migrations._on_disk()
    monkeypatch.setattr(migrations, "_on_disk", lambda: [*on_disk, (("loans", "0099_new"), [])])
    assert ready(browser) == not_ready(database="not_migrated")
    assert "1 migrations are missing, the first is loans.0099_new" in caplog.text


def test_no_migration_is_missing_where_those_that_it_replaces_are_recorded(monkeypatch):
    assert missing_migrations(connection) == []
    squashed = [("loans", "0001_loans")]
    for replaced, missing in ((squashed, []), ([*squashed, ("loans", "0099_new")], ["loans.0100_squashed"])):
        monkeypatch.setattr(migrations, "_on_disk", lambda replaced=replaced: [(("loans", "0100_squashed"), replaced)])
        assert missing_migrations(connection) == missing


def test_newer_database_is_ready(browser, monkeypatch):
    """Old code beside new code, while servers are upgraded one after the other."""
    on_disk = migrations._on_disk()
    monkeypatch.setattr(migrations, "_on_disk", lambda: on_disk[:-1])
    assert ready(browser) == (200, READY, None)


@pytest.mark.parametrize("seconds", [6, -6])
def test_clock_that_differs_is_not_ready(seconds, browser, database_ahead, caplog):
    database_ahead(seconds)
    assert ready(browser) == not_ready(clock="differs")
    assert any(record.levelname == "ERROR" for record in caplog.records)
    database_ahead(4)
    assert ready(browser) == (200, READY, None)


def test_database_that_is_down_is_not_ready_and_says_why_in_the_log(browser, monkeypatch, caplog):
    def refuse():
        raise OperationalError(1040, "Too many connections")

    monkeypatch.setattr(health, "_own_connection", refuse)
    assert ready(browser) == not_ready(database="down", clock="unknown")
    assert "not ready: database: (1040, 'Too many connections')" in caplog.text


def test_readiness_does_not_use_the_connection_of_the_thread(browser, monkeypatch):
    def refuse(*_):
        raise AssertionError("the thread's own connection was used")

    with connection.execute_wrapper(refuse):
        assert ready(browser) == (200, READY, None)


@pytest.fixture
def hanging(monkeypatch):
    """A check that hangs until the test lets it go on, and how often it was begun."""
    begun, go_on = [], threading.Event()

    def hang():
        begun.append(1)
        assert go_on.wait(30)
        return {"cache": "ok"}

    yield hang, begun, go_on
    go_on.set()


@pytest.mark.parametrize("part", ["database", "cache"])
def test_part_that_hangs_is_down_in_time_and_is_asked_once(part, browser, hanging, monkeypatch, caplog):
    hang, begun, go_on = hanging
    monkeypatch.setattr(health, "DEADLINE", 0.2)
    down = {"database": "down", "clock": "unknown"} if part == "database" else {"cache": "down"}
    probe = Probe(part, hang, down)
    monkeypatch.setattr(health, "PROBES", (*(p for p in health.PROBES if p._name != part), probe))
    since = time.monotonic()
    responses = [browser.get("/readyz") for _ in range(3)]
    assert time.monotonic() - since < 3
    for response in responses:
        assert (response.status_code, response.json()) == not_ready(**down)[:2]
    assert len(begun) == 1
    assert f"not ready: {part} did not answer in time" in caplog.text
    go_on.set()
    probe.start().result(10)
    probe.forget()
    assert probe.start().result(10) == {"cache": "ok"}


def test_deadline_is_within_three_seconds():
    assert health.DEADLINE < 3


def test_result_is_given_again_for_a_second(monkeypatch):
    begun = []
    probe = Probe("part", lambda: begun.append(1) or {"part": "ok"}, {})
    for _ in range(5):
        assert probe.result(probe.start(), 10) == {"part": "ok"}
    assert len(begun) == 1
    monkeypatch.setattr("core.health.probes.FRESH", 0)
    probe.result(probe.start(), 10)
    assert len(begun) == 2


def test_check_that_raises_is_its_failure():
    def fail():
        raise ValueError("whatever a driver raises")

    probe = Probe("part", fail, {"part": "down"})
    assert probe.result(probe.start(), 10) == {"part": "down"}
