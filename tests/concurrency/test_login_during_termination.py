"""Logins during a password change or a deactivation: no session that they open survives it."""

import threading
from functools import partial

import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, race
from tests.concurrency.session_fixtures import SessionScenario, deactivation, password_change_in_the_other_browser

ROUNDS = 4


@pytest.mark.parametrize("end", [password_change_in_the_other_browser, deactivation])
def test_session_opened_during_password_change_or_deactivation_is_rejected_afterwards(server, end):
    scenario = SessionScenario(server, tabs=3)
    for _ in range(ROUNDS):
        server.sql("DELETE FROM limits")
        opened = end_sessions_during_logins(scenario, end)

        assert_sessions_ended(opened)
        scenario.reactivate()
        assert_sessions_ended(opened)


def end_sessions_during_logins(scenario, end):
    """Three browsers log in repeatedly; returns the opened sessions as `(browser, access, refresh)`."""
    opened = []
    first_login = threading.Event()
    old = scenario.password

    def log_in(browser):
        response = browser.log_in(scenario.email, old)
        if response.status_code == 200:
            opened.append((browser, browser.access, browser.refresh))
            first_login.set()
        return response

    def end_after_first_login():
        assert first_login.wait(10)
        return end(scenario)

    ended, racers = race(end_after_first_login, *(partial(log_in, browser) for browser in scenario.tabs))

    assert ended.status_code in {200, 204}
    refusals = {"401 invalid_credentials", "429 throttled"}
    assert count_outcomes(response for responses in racers for response in responses).keys() <= {"200", *refusals}
    assert count_outcomes(responses[-1] for responses in racers).keys() <= refusals
    return opened


def assert_sessions_ended(opened):
    browsers, access_tokens, refresh_tokens = zip(*opened, strict=True)
    responses = map_concurrently(lambda browser, token: browser.check(token=token), browsers, access_tokens)
    responses += map_concurrently(Browser.rotate, browsers, refresh_tokens)
    assert count_outcomes(responses) == {"401 session_ended": len(responses)}
