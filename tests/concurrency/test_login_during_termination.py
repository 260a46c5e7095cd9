"""Logins with the old password raced against its change, or against deactivation: none of their sessions lives on."""

import threading
from functools import partial

import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, race
from tests.concurrency.session_fixtures import Scene, deactivation, password_change_in_the_other_browser

ROUNDS = 4


@pytest.mark.parametrize("end", [password_change_in_the_other_browser, deactivation])
def test_no_session_opened_with_the_old_password_is_accepted_once_the_change_has_returned(server, end):
    scene = Scene(server, tabs=3)
    for _ in range(ROUNDS):
        server.sql("DELETE FROM limits")
        opened = end_amid_logins(scene, end)

        assert_dead(opened)
        scene.activate()
        assert_dead(opened)


def end_amid_logins(scene, end):
    """Three browsers log in again and again; returns which were opened, as `(browser, access, refresh)`."""
    opened = []
    one_is_in = threading.Event()
    old = scene.password

    def log_in(browser):
        response = browser.log_in(scene.email, old)
        if response.status_code == 200:
            opened.append((browser, browser.access, browser.refresh))
            one_is_in.set()
        return response

    def end_in_the_thick_of_it():
        assert one_is_in.wait(10)
        return end(scene)

    ended, racers = race(end_in_the_thick_of_it, *(partial(log_in, browser) for browser in scene.tabs))

    assert ended.status_code in {200, 204}
    refusals = {"401 invalid_credentials", "429 throttled"}
    assert count_outcomes(response for responses in racers for response in responses).keys() <= {"200", *refusals}
    assert count_outcomes(responses[-1] for responses in racers).keys() <= refusals
    return opened


def assert_dead(opened):
    browsers, access_tokens, refresh_tokens = zip(*opened, strict=True)
    responses = map_concurrently(lambda browser, token: browser.check(token=token), browsers, access_tokens)
    responses += map_concurrently(Browser.rotate, browsers, refresh_tokens)
    assert count_outcomes(responses) == {"401 session_ended": len(responses)}
