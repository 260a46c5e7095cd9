"""Successful logins, live sessions and refreshes of one account, many at once in four processes: limits are exact."""

import os

import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers, share_session
from tests.servers import Server

LOGINS, SESSIONS, REFRESHES, TABS = 30, 5, 12, 4
MEMBER = "member@example.com"


@pytest.fixture(scope="module")
def narrow_server():
    name = f"narrow_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    limits = {"THROTTLE_LOGIN": "1000/minute", "THROTTLE_LOGIN_ACCOUNT": "1000/hour", "MAX_SESSIONS": SESSIONS}
    narrow = {"THROTTLE_LOGIN_SUCCESS": f"{LOGINS}/hour", "THROTTLE_REFRESH": f"{REFRESHES}/hour"}
    with Server(name, **limits, **narrow) as server:
        yield server


@pytest.fixture
def narrow(narrow_server):
    """That server, with nobody signed in and nothing counted."""
    narrow_server.reset()
    yield narrow_server
    narrow_server.close_browsers()


def log_in_at_once(server, count):
    browsers = open_browsers(server, count)
    return browsers, count_outcomes(map_concurrently(Browser.log_in, browsers, [MEMBER] * count))


def revoked(server):
    return server.sql("SELECT COUNT(*) FROM audit_events WHERE event = 'session_revoked'")[0][0]


def test_of_30_logins_at_once_as_many_sessions_live_on_as_the_limit_allows(narrow):
    before = revoked(narrow)
    browsers, responses = log_in_at_once(narrow, LOGINS)

    assert responses == {"200": LOGINS}
    assert len(narrow.sql("SELECT id FROM browser_sessions")) == SESSIONS
    assert count_outcomes(map_concurrently(Browser.check, browsers)) == {
        "200": SESSIONS,
        "401 session_ended": LOGINS - SESSIONS,
    }
    assert revoked(narrow) - before == LOGINS - SESSIONS


def test_of_40_logins_at_once_thirty_succeed(narrow):
    assert log_in_at_once(narrow, 40)[1] == {"200": LOGINS, "429 throttled": 10}
    assert narrow.hashes_computed() == LOGINS  # nothing is judged beyond the limit


def test_of_refreshes_in_all_processes_one_session_has_as_many_as_the_limit_allows(narrow):
    tabs = open_browsers(narrow, TABS)
    assert tabs[0].log_in(MEMBER).status_code == 200
    share_session(tabs[0], tabs)
    for _ in range(REFRESHES):
        spent = tabs[0].refresh
        assert count_outcomes(map_concurrently(Browser.rotate, tabs)) == {"200": 1, "401 token_superseded": TABS - 1}
        share_session(next(tab for tab in tabs if tab.refresh != spent), tabs)
    for _ in range(3):
        assert count_outcomes(map_concurrently(Browser.rotate, tabs)) == {"429 throttled": TABS}
    assert count_outcomes(map_concurrently(Browser.check, tabs)) == {"200": TABS}
