"""`/healthz` and `/readyz`: the state of each part, and a response within three seconds if a part hangs."""

import threading
import time

import pytest
from django.db import OperationalError, connection

from core.db import migrations
from core.db.migrations import missing_migrations
from core.health import middleware as health
from core.health.probes import Probe

READY = {"status": "ok", "database": "ok", "clock": "ok", "time_zone": "ok", "cache": "ok"}
pytestmark = pytest.mark.django_db


def ready(browser):
    """Status, body and Retry-After of `/readyz` without cached results."""
    health.forget()
    response = browser.get("/readyz")
    return response.status_code, response.json(), response.headers.get("Retry-After")


def not_ready(**parts):
    return 503, READY | {"status": "unavailable"} | parts, "5"


def test_server_with_working_parts_is_ready(browser):
    assert ready(browser) == (200, READY, None)
    assert browser.get("/healthz").json() == {"status": "ok"}


def test_health_and_readiness_work_without_a_request():
    assert health.healthz().status_code == 200
    assert health.readyz().status_code == 200


def test_server_with_a_missing_migration_is_not_ready(browser, monkeypatch, caplog):
    on_disk = migrations._on_disk()
    monkeypatch.setattr(migrations, "_on_disk", lambda: [*on_disk, (("loans", "0099_new"), [])])
    assert ready(browser) == not_ready(database="not_migrated", time_zone="unknown")
    assert "1 migrations are missing, the first is loans.0099_new" in caplog.text


def test_squashed_migration_is_not_missing_if_its_replaced_migrations_are_applied(monkeypatch):
    assert missing_migrations(connection) == []
    squashed = [("loans", "0001_loans")]
    for replaced, missing in ((squashed, []), ([*squashed, ("loans", "0099_new")], ["loans.0100_squashed"])):
        monkeypatch.setattr(migrations, "_on_disk", lambda replaced=replaced: [(("loans", "0100_squashed"), replaced)])
        assert missing_migrations(connection) == missing


def test_server_with_a_newer_database_is_ready(browser, monkeypatch):
    """Old and new code run at the same time while servers are upgraded one after another."""
    on_disk = migrations._on_disk()
    monkeypatch.setattr(migrations, "_on_disk", lambda: on_disk[:-1])
    assert ready(browser) == (200, READY, None)


@pytest.mark.parametrize("seconds", [6, -6])
def test_server_whose_clock_differs_is_not_ready(seconds, browser, database_ahead, caplog):
    database_ahead(seconds)
    assert ready(browser) == not_ready(clock="differs")
    assert any(record.levelname == "ERROR" for record in caplog.records)
    database_ahead(4)
    assert ready(browser) == (200, READY, None)


def test_server_with_an_unreachable_database_is_not_ready_and_logs_the_reason(browser, monkeypatch, caplog):
    def raise_error():
        raise OperationalError(1040, "Too many connections")

    monkeypatch.setattr(health, "_own_connection", raise_error)
    assert ready(browser) == not_ready(database="down", clock="unknown", time_zone="unknown")
    assert "not ready: database: (1040, 'Too many connections')" in caplog.text


def test_readiness_does_not_use_the_connection_of_the_thread(browser, monkeypatch):
    def raise_error(*_):
        raise AssertionError("the thread's own connection was used")

    with connection.execute_wrapper(raise_error):
        assert ready(browser) == (200, READY, None)


@pytest.fixture
def hanging_check(monkeypatch):
    """A check that blocks until the test sets `go_on`, and the list of its calls."""
    calls, go_on = [], threading.Event()

    def hang():
        calls.append(1)
        assert go_on.wait(30)
        return {"cache": "ok"}

    yield hang, calls, go_on
    go_on.set()


@pytest.mark.parametrize("part", ["database", "cache"])
def test_hanging_part_is_reported_as_down_in_time_and_is_checked_once(
    part, browser, hanging_check, monkeypatch, caplog
):
    hang, calls, go_on = hanging_check
    monkeypatch.setattr(health, "DEADLINE", 0.2)
    down = {"database": "down", "clock": "unknown", "time_zone": "unknown"} if part == "database" else {"cache": "down"}
    probe = Probe(part, hang, down)
    monkeypatch.setattr(health, "PROBES", (*(p for p in health.PROBES if p._name != part), probe))
    start = time.monotonic()
    responses = [browser.get("/readyz") for _ in range(3)]
    assert time.monotonic() - start < 3
    for response in responses:
        assert (response.status_code, response.json()) == not_ready(**down)[:2]
    assert len(calls) == 1
    assert f"not ready: {part} did not answer in time" in caplog.text
    go_on.set()
    probe.start().result(10)
    probe.forget()
    assert probe.start().result(10) == {"cache": "ok"}


def test_readiness_deadline_is_below_three_seconds():
    assert health.DEADLINE < 3


def test_probe_result_is_cached_for_a_second(monkeypatch):
    calls = []
    probe = Probe("part", lambda: calls.append(1) or {"part": "ok"}, {})
    for _ in range(5):
        assert probe.result(probe.start(), 10) == {"part": "ok"}
    assert len(calls) == 1
    monkeypatch.setattr("core.health.probes.FRESH", 0)
    probe.result(probe.start(), 10)
    assert len(calls) == 2


def test_probe_whose_check_raises_returns_the_failure_result():
    def fail():
        raise ValueError("whatever a driver raises")

    probe = Probe("part", fail, {"part": "down"})
    assert probe.result(probe.start(), 10) == {"part": "down"}
