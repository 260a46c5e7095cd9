"""The purge of expired sessions in a thread of a server process; the cleanup itself is in `test_cleanup.py`."""

import threading

import pytest

from audit.models import AuditEvent
from sessions_browser.models import BrowserSession
from sessions_browser.services import purger
from sessions_browser.services.cleanup import PURGE_BATCH
from tests.sessions_browser.test_cleanup import create_expired_sessions

__all__ = ["create_expired_sessions"]


@pytest.fixture
def running(monkeypatch):
    """The purger of this process, without its thread: the tests call `purge`."""
    found = purger.Purger()
    monkeypatch.setattr(purger, "_running", found)
    return found


def test_login_ends_no_expired_session_where_the_purger_runs(create_expired_sessions, browser, member, running):
    create_expired_sessions(2)
    assert browser.log_in(member.email).status_code == 200
    assert BrowserSession.objects.count() == 2 + 1


def test_purge_ends_all_expired_sessions_and_no_other(create_expired_sessions, browser, member, running):
    browser.log_in(member.email)
    create_expired_sessions(2 * PURGE_BATCH + 3)

    running.purge()

    assert BrowserSession.objects.count() == 1
    assert browser.check().status_code == 200
    rows = AuditEvent.objects.filter(event="session_expired")
    assert {(row.user_id, row.actor_id, row.ip_address) for row in rows} == {(member.pk, None, "")}
    assert len(rows) == 2 * PURGE_BATCH + 3


def test_purge_ends_a_bounded_number_of_sessions(create_expired_sessions, running, monkeypatch):
    monkeypatch.setattr(purger, "ROUNDS", 2)
    create_expired_sessions(2 * PURGE_BATCH + 3)
    running.purge()
    assert BrowserSession.objects.count() == 3


def test_stopped_purger_ends_no_session_and_logins_purge_again(create_expired_sessions, browser, member, running):
    create_expired_sessions(3)
    running._thread.start()
    assert running.stop(timeout=5)
    running.purge()
    assert BrowserSession.objects.count() == 3

    browser.log_in(member.email)
    assert BrowserSession.objects.count() == 1


def test_started_purger_purges_again_and_again(settings, monkeypatch):
    settings.BROWSER_SESSION_PURGE_SECONDS = 0.001
    twice = threading.Event()
    calls = []

    def purge(_self):
        calls.append(threading.current_thread().name)
        if len(calls) == 2:
            twice.set()

    monkeypatch.setattr(purger.Purger, "purge", purge)
    started = purger.Purger()
    started.start()
    try:
        assert twice.wait(10)
    finally:
        assert started.stop(timeout=5)
    assert set(calls) == {"purge"}


@pytest.mark.parametrize(("seconds", "exists"), [(60, True), (0, False)])
def test_process_has_a_purger_unless_the_setting_is_0(settings, seconds, exists):
    settings.BROWSER_SESSION_PURGE_SECONDS = seconds
    assert (purger.create_purger() is not None) == exists
