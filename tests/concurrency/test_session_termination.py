"""A session's end raced against its requests and refreshes: once the ending call has returned, it is over."""

import threading
from functools import partial
from itertools import cycle, islice

import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, race, run_concurrently
from tests.concurrency.session_fixtures import (
    Scene,
    blacklisted,
    deactivation,
    jti_of,
    logout,
    logout_by_the_browser_alone,
    password_change_in_the_other_browser,
    revocation_by_a_manager,
    revocation_from_the_other_browser,
)

ROUNDS = 4
ENDINGS = [
    logout,
    logout_by_the_browser_alone,
    revocation_by_a_manager,
    revocation_from_the_other_browser,
    password_change_in_the_other_browser,
    deactivation,
]


@pytest.mark.parametrize("end", ENDINGS, ids=[end.__name__ for end in ENDINGS])
def test_no_token_ever_handed_out_is_accepted_once_the_end_has_returned(server, end):
    scene = Scene(server, tabs=6)
    for _ in range(ROUNDS):
        scene.sign_in()
        handed_out = end_amid_requests(scene, end)

        assert_dead(scene, handed_out)
        scene.activate()
        assert_dead(scene, handed_out)
        assert {jti_of(refresh) for _, refresh in handed_out} <= blacklisted(server)
        assert scene.other.check().status_code == (401 if end is deactivation else 200)


def end_amid_requests(scene, end):
    """Three tabs check and three refresh, always with the newest tokens; returns all pairs that came back."""
    handed_out = [(scene.here.access, scene.here.refresh)]
    refreshed = threading.Event()

    def check(tab):
        return tab.check(token=handed_out[-1][0])

    def refresh(tab):
        response = tab.rotate(handed_out[-1][1])
        if response.status_code == 200:
            handed_out.append((tab.access, tab.refresh))
            refreshed.set()
        return response

    def end_in_the_thick_of_it():
        assert refreshed.wait(10)
        return end(scene)

    checks = [partial(check, tab) for tab in scene.tabs[::2]]
    refreshes = [partial(refresh, tab) for tab in scene.tabs[1::2]]
    ended, racers = race(end_in_the_thick_of_it, *checks, *refreshes)

    assert ended.status_code in {200, 204}
    seen = count_outcomes(response for responses in racers for response in responses)
    assert seen.keys() <= {"200", "401 token_superseded", "401 session_ended"}
    assert count_outcomes(responses[-1] for responses in racers) == {"401 session_ended": len(racers)}
    return handed_out


def assert_dead(scene, handed_out):
    """Neither token of any pair is accepted; they are dealt out to the tabs, and so to all processes."""
    tabs = list(islice(cycle(scene.tabs), len(handed_out)))
    responses = map_concurrently(lambda tab, pair: tab.check(token=pair[0]), tabs, handed_out)
    responses += map_concurrently(lambda tab, pair: tab.rotate(pair[1]), tabs, handed_out)
    assert count_outcomes(responses) == {"401 session_ended": len(responses)}


def test_a_request_that_is_under_way_revives_nothing(server):
    scene = Scene(server, tabs=7)
    for _ in range(10):
        scene.sign_in()
        # So long ago that each of the requests sets out to note that the session was active.
        server.sql("UPDATE browser_sessions SET last_active_at = '2020-01-01 00:00:00'")
        responses = run_concurrently(partial(logout, scene), *(tab.check for tab in scene.tabs))

        assert responses[0].status_code == 204
        assert count_outcomes(responses).keys() <= {"200", "204", "401 session_ended"}
        assert count_outcomes(map_concurrently(Browser.check, scene.tabs)) == {"401 session_ended": len(scene.tabs)}
        assert scene.other.check().status_code == 200
