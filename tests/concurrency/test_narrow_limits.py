"""Limits of successful logins, sessions and refreshes are exact for concurrent requests to four processes."""

import os

import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers, share_session
from tests.servers import Server

LOGINS, SESSIONS, REFRESHES, TABS = 30, 5, 12, 4
MEMBER = "member@example.com"


@pytest.fixture(scope="module")
def running_limited_server():
    name = f"narrow_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    limits = {"THROTTLE_LOGIN": "1000/minute", "THROTTLE_LOGIN_ACCOUNT": "1000/hour", "MAX_SESSIONS": SESSIONS}
    more_limits = {"THROTTLE_LOGIN_SUCCESS": f"{LOGINS}/hour", "THROTTLE_REFRESH": f"{REFRESHES}/hour"}
    with Server(name, **limits, **more_limits) as server:
        yield server


@pytest.fixture
def limited_server(running_limited_server):
    """The server with low limits, without sessions and counted requests."""
    running_limited_server.reset()
    yield running_limited_server
    running_limited_server.close_browsers()


def log_in_concurrently(server, count):
    browsers = open_browsers(server, count)
    return browsers, count_outcomes(map_concurrently(Browser.log_in, browsers, [MEMBER] * count))


def count_revocations(server):
    return server.sql("SELECT COUNT(*) FROM audit_events WHERE event = 'session_revoked'")[0][0]


def test_30_concurrent_logins_leave_max_sessions_alive(limited_server):
    before = count_revocations(limited_server)
    browsers, responses = log_in_concurrently(limited_server, LOGINS)

    assert responses == {"200": LOGINS}
    assert len(limited_server.sql("SELECT id FROM browser_sessions")) == SESSIONS
    assert count_outcomes(map_concurrently(Browser.check, browsers)) == {
        "200": SESSIONS,
        "401 session_ended": LOGINS - SESSIONS,
    }
    assert count_revocations(limited_server) - before == LOGINS - SESSIONS


def test_login_success_limit_of_30_lets_30_of_40_concurrent_logins_succeed(limited_server):
    assert log_in_concurrently(limited_server, 40)[1] == {"200": LOGINS, "429 throttled": 10}
    assert limited_server.hashes_computed() == LOGINS  # no password is checked beyond the limit


def test_refresh_limit_of_a_session_is_exact_across_processes(limited_server):
    tabs = open_browsers(limited_server, TABS)
    assert tabs[0].log_in(MEMBER).status_code == 200
    share_session(tabs[0], tabs)
    for _ in range(REFRESHES):
        spent = tabs[0].refresh
        assert count_outcomes(map_concurrently(Browser.rotate, tabs)) == {"200": 1, "401 token_superseded": TABS - 1}
        share_session(next(tab for tab in tabs if tab.refresh != spent), tabs)
    for _ in range(3):
        assert count_outcomes(map_concurrently(Browser.rotate, tabs)) == {"429 throttled": TABS}
    assert count_outcomes(map_concurrently(Browser.check, tabs)) == {"200": TABS}
