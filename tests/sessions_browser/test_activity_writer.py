"""Collected activity: requests write nothing, one statement writes all, and no session is revived or ends early."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.clock import now
from sessions_browser.models import BrowserSession
from sessions_browser.services import activity_writer
from sessions_browser.services.activity import WRITE_DELAY
from sessions_browser.services.activity_writer import BATCH, Activity, ActivityWriter
from tests.database_errors import failing

IDLE, ABSOLUTE = 600, 3000
UPDATE = "UPDATE browser_sessions"


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.BROWSER_SESSION_TOUCH_SECONDS = 1
    settings.BROWSER_SESSION_LIFETIME, settings.BROWSER_SESSION_MAX_AGE = IDLE, ABSOLUTE


@pytest.fixture
def writer(monkeypatch):
    """The writer of this process, without its thread: the tests call `flush`."""
    found = ActivityWriter()
    monkeypatch.setattr(activity_writer, "_running", found)
    return found


@pytest.fixture
def browser(clock, signed_in, member):
    return signed_in(member)


def writes(action):
    with CaptureQueriesContext(connection) as queries:
        action()
    return sum(query["sql"].startswith("UPDATE") for query in queries.captured_queries)


def is_alive(browser):
    response = browser.check()
    assert response.status_code == 200 or response.json()["code"] == "session_expired"
    return response.status_code == 200


def test_request_writes_nothing_and_flush_writes_the_time_of_the_last_request(clock, browser, writer):
    clock.shift(60)
    assert writes(browser.check) == 0
    clock.shift(0.5)
    last = now()
    assert writes(browser.check) == 0
    clock.shift(1)

    assert writes(writer.flush) == 1
    row = BrowserSession.objects.get()
    assert (row.last_active_at, row.expires_at) == (last, last + timedelta(seconds=IDLE))
    assert writes(writer.flush) == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda rows, _: rows.update(session_token="a newer login's"),
        lambda rows, at: rows.update(expires_at=at),
        lambda rows, at: rows.update(last_active_at=at + timedelta(seconds=1)),
        lambda rows, _: rows.delete(),
    ],
    ids=["replaced", "expired", "later activity", "ended"],
)
def test_flush_leaves_a_session_that_changed_since_the_request(clock, browser, writer, change):
    clock.shift(60)
    browser.check()
    change(BrowserSession.objects.all(), now())
    before = list(BrowserSession.objects.values())

    writer.flush()

    assert list(BrowserSession.objects.values()) == before


def test_session_that_expired_before_the_flush_is_not_revived(clock, browser, writer):
    clock.shift(IDLE - 2 - WRITE_DELAY)
    browser.check()
    clock.shift(2 + WRITE_DELAY)
    assert not is_alive(browser)

    writer.flush()

    assert not is_alive(browser)


def test_idle_timeout_is_exact_across_processes_where_the_last_activity_is_not_written_yet(clock, browser, writer):
    clock.shift(IDLE - 1)
    assert writes(browser.check) == 1, "so near to the timeout, the request writes its own activity"
    clock.shift(IDLE - 1)
    assert is_alive(browser)
    clock.shift(IDLE)
    assert not is_alive(browser)


def test_session_survives_any_pause_within_the_timeout_with_a_flush_a_second_late(clock, browser, writer):
    for pause in (IDLE - WRITE_DELAY - 2, 1, IDLE - WRITE_DELAY, IDLE - 1, IDLE // 2):
        clock.shift(pause)
        assert is_alive(browser), pause
        clock.shift(1)
        writer.flush()
        clock.shift(-1)


def test_activity_does_not_extend_a_session_beyond_its_absolute_limit(clock, browser, writer):
    end = BrowserSession.objects.get().absolute_expires_at
    for _ in range(7):
        clock.shift(IDLE - 200)
        assert is_alive(browser)
        writer.flush()
    clock.move_to(end.timestamp() - 1)
    assert writes(browser.check) == 0, "nothing is left to extend"
    writer.flush()
    assert BrowserSession.objects.get().expires_at == end
    clock.shift(1)
    assert not is_alive(browser)


def test_zero_seconds_write_with_each_request(clock, browser, writer, settings):
    settings.BROWSER_SESSION_TOUCH_SECONDS = 0
    clock.shift(0.001)
    assert writes(browser.check) == 1


@pytest.mark.parametrize("error", [(1205, "Lock wait timeout exceeded"), (2013, "Lost connection"), ("locked",)])
def test_refused_write_is_logged_once_and_made_up_for_by_the_next(clock, browser, writer, caplog, monkeypatch, error):
    monkeypatch.setattr(connection, "close", lambda: None)  # the database of this test is in memory
    clock.shift(60)
    browser.check()
    caplog.clear()
    with failing(UPDATE, *error):
        writer.flush()
        writer.flush()
    (record,) = [record for record in caplog.records if record.name == "bankportal.sessions"]
    assert (record.levelname, record.getMessage().partition(":")[0]) == (
        "WARNING", "activity of 1 sessions is not recorded yet",
    )  # fmt: skip
    assert BrowserSession.objects.get().last_active_at < now()

    writer.flush()

    assert BrowserSession.objects.get().last_active_at == now()


def test_many_sessions_are_written_in_batches_each_with_its_own_time(clock, browser, writer, member):
    row = BrowserSession.objects.get()
    start = now()
    BrowserSession.objects.bulk_create(
        BrowserSession(
            browser_id=f"b{n}", session_token=f"t{n}", user=member, created_at=start, last_active_at=start,
            expires_at=row.expires_at, absolute_expires_at=row.absolute_expires_at, refresh_jti="r", access_jti="a",
            issued_at=start,
        )
        for n in range(BATCH)
    )  # fmt: skip
    clock.shift(60)
    expected = {}
    for number, session in enumerate(BrowserSession.objects.order_by("-pk")):
        at = now() - timedelta(microseconds=number)
        expected[session.pk] = at
        writer.add(session, at, at + timedelta(seconds=IDLE))

    assert writes(writer.flush) == 2
    rows = BrowserSession.objects.values_list("pk", "last_active_at", "expires_at")
    assert {pk: at for pk, at, _ in rows} == expected
    assert all(end == at + timedelta(seconds=IDLE) for _, at, end in rows)


def test_writer_that_is_stopped_flushes_and_leaves_the_writes_to_requests(monkeypatch):
    monkeypatch.setattr(activity_writer, "_running", None)
    found = []
    monkeypatch.setattr(ActivityWriter, "flush", lambda self: found.append(dict(self._collected)))
    writer = ActivityWriter()
    writer.start()
    assert activity_writer.running() is writer
    session = BrowserSession(pk=1, session_token="token")
    writer.add(session, now(), now())

    assert writer.stop(10)

    assert activity_writer.running() is None
    assert found[-1][1].session_token == "token"
    assert isinstance(found[-1][1], Activity)
