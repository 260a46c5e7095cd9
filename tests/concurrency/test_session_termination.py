"""Requests and refreshes while their session is terminated: none is accepted once the terminating request returned."""

import threading
from functools import partial
from itertools import cycle, islice

import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, race, run_concurrently
from tests.concurrency.session_fixtures import (
    SessionScenario,
    blacklisted_jtis,
    deactivation,
    get_jti,
    logout,
    logout_with_the_cookie_only,
    password_change_in_the_other_browser,
    revocation_by_a_manager,
    revocation_from_the_other_browser,
)

ROUNDS = 4
ENDINGS = [
    logout,
    logout_with_the_cookie_only,
    revocation_by_a_manager,
    revocation_from_the_other_browser,
    password_change_in_the_other_browser,
    deactivation,
]


@pytest.mark.parametrize("end", ENDINGS, ids=[end.__name__ for end in ENDINGS])
def test_issued_tokens_are_rejected_after_session_termination(server, end):
    scenario = SessionScenario(server, tabs=6)
    for _ in range(ROUNDS):
        scenario.sign_in()
        issued = end_session_during_requests(scenario, end)

        assert_tokens_rejected(scenario, issued)
        scenario.reactivate()
        assert_tokens_rejected(scenario, issued)
        assert {get_jti(refresh) for _, refresh in issued} <= blacklisted_jtis(server)
        assert scenario.other_browser.check().status_code == (401 if end is deactivation else 200)


def end_session_during_requests(scenario, end):
    """Three tabs send requests and three refresh, always with the newest tokens; returns all issued pairs."""
    issued = [(scenario.browser.access, scenario.browser.refresh)]
    refreshed = threading.Event()

    def check(tab):
        return tab.check(token=issued[-1][0])

    def refresh(tab):
        response = tab.rotate(issued[-1][1])
        if response.status_code == 200:
            issued.append((tab.access, tab.refresh))
            refreshed.set()
        return response

    def end_after_first_refresh():
        assert refreshed.wait(10)
        return end(scenario)

    checks = [partial(check, tab) for tab in scenario.tabs[::2]]
    refreshes = [partial(refresh, tab) for tab in scenario.tabs[1::2]]
    ended, racers = race(end_after_first_refresh, *checks, *refreshes)

    assert ended.status_code in {200, 204}
    outcomes = count_outcomes(response for responses in racers for response in responses)
    assert outcomes.keys() <= {"200", "401 token_superseded", "401 session_ended"}
    assert count_outcomes(responses[-1] for responses in racers) == {"401 session_ended": len(racers)}
    return issued


def assert_tokens_rejected(scenario, issued):
    """Asserts that no token of any pair is accepted. The pairs are sent by all tabs, and so to all processes."""
    tabs = list(islice(cycle(scenario.tabs), len(issued)))
    responses = map_concurrently(lambda tab, pair: tab.check(token=pair[0]), tabs, issued)
    responses += map_concurrently(lambda tab, pair: tab.rotate(pair[1]), tabs, issued)
    assert count_outcomes(responses) == {"401 session_ended": len(responses)}


def test_request_in_progress_does_not_revive_an_ended_session(server):
    scenario = SessionScenario(server, tabs=7)
    for _ in range(10):
        scenario.sign_in()
        # So long ago that each request updates `last_active_at`.
        server.sql("UPDATE browser_sessions SET last_active_at = '2020-01-01 00:00:00'")
        responses = run_concurrently(partial(logout, scenario), *(tab.check for tab in scenario.tabs))

        assert responses[0].status_code == 204
        assert count_outcomes(responses).keys() <= {"200", "204", "401 session_ended"}
        assert count_outcomes(map_concurrently(Browser.check, scenario.tabs)) == {
            "401 session_ended": len(scenario.tabs)
        }
        assert scenario.other_browser.check().status_code == 200
