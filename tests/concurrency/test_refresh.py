"""Concurrent refreshes of one token: exactly one succeeds, and the session stays open."""

import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers, share_session

ROUNDS, TABS = 20, 32
MEMBER = "member@example.com"


@pytest.fixture
def tabs(server):
    """One signed-in browser's tabs."""
    tabs = open_browsers(server, TABS)
    assert tabs[0].log_in(MEMBER).status_code == 200
    share_session(tabs[0], tabs)
    return tabs


def rotate_with(tab, key):
    return tab.rotate(headers={"Idempotency-Key": key})


def test_32_concurrent_refreshes_of_one_token_succeed_once_and_keep_the_session(server, tabs):
    for _ in range(ROUNDS):
        spent = tabs[0].refresh
        responses = map_concurrently(Browser.rotate, tabs)

        assert count_outcomes(responses) == {"200": 1, "401 token_superseded": TABS - 1}
        winner = next(tab for tab in tabs if tab.refresh != spent)
        share_session(winner, tabs)
    assert count_outcomes(map_concurrently(Browser.check, tabs)) == {"200": TABS}
    assert len(server.sql("SELECT id FROM browser_sessions")) == 1


def test_32_concurrent_retries_of_a_refresh_with_one_key_get_the_same_tokens(server, tabs):
    issued = {tabs[0].refresh}
    for number in range(ROUNDS // 2):
        responses = map_concurrently(rotate_with, tabs, [f"try-{number}"] * TABS)

        assert count_outcomes(responses) == {"200": TABS}
        pairs = {(response.json()["access"], response.json()["refresh"]) for response in responses}
        assert len(pairs) == 1
        issued.add(tabs[0].refresh)
    assert len(issued) == ROUNDS // 2 + 1
    assert count_outcomes(map_concurrently(Browser.check, tabs)) == {"200": TABS}


def test_concurrent_refreshes_of_one_token_with_two_keys_succeed_for_one_key(server, tabs):
    keys = [f"key-{number % 2}" for number in range(TABS)]
    responses = map_concurrently(rotate_with, tabs, keys)

    assert count_outcomes(responses) == {"200": TABS // 2, "401 token_superseded": TABS // 2}
    assert len({key for key, response in zip(keys, responses, strict=True) if response.status_code == 200}) == 1
