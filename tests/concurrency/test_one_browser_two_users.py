"""Concurrent logins of different users with one `browserId`: exactly one user gets in, whatever its row was before."""

import hashlib

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers

MEMBER, OTHER, THIRD = "member@example.com", "member2@example.com", "cashier@bank.com"


def test_concurrent_logins_of_two_users_on_a_new_browser_let_one_user_in(server):
    pair = open_browsers(server, 2)
    for number in range(50):
        log_both_in(server, pair, f"new-browser-{number}")
    assert len(server.sql("SELECT id FROM browser_sessions")) == 50


def test_concurrent_logins_of_two_users_on_an_expired_session_let_one_user_in(server):
    pair = open_browsers(server, 2)
    pair[0].set_cookie("browserId", "used-browser")
    assert pair[0].log_in(THIRD).status_code == 200
    for _ in range(15):  # first a third user's expired session, then that of the previous winner
        server.sql("UPDATE browser_sessions SET expires_at = '2020-01-01 00:00:00'")
        log_both_in(server, pair, "used-browser")
    assert len(server.sql("SELECT id FROM browser_sessions")) == 1


def log_both_in(server, pair, browser_id):
    """Logs both users in concurrently on this browser: one 200, one 409, and one row, which is the winner's."""
    for browser in pair:
        browser.set_cookie("browserId", browser_id)
    responses = map_concurrently(Browser.log_in, pair, [MEMBER, OTHER])

    assert count_outcomes(responses) == {"200": 1, "409 browser_in_use": 1}
    winner = next(response.json() for response in responses if response.status_code == 200)
    hashed = hashlib.sha256(browser_id.encode()).hexdigest()
    rows = server.sql("SELECT id, user_id FROM browser_sessions WHERE browser_id = %s", hashed)
    assert [tuple(row) for row in rows] == [(winner["session"]["id"], winner["user"]["id"])]


def test_concurrent_logins_of_16_users_on_one_browser_let_one_user_in(server):
    people = [f"crowded-{number}@example.com" for number in range(16)]
    server.add_people(dict.fromkeys(people, "member"))
    browsers = open_browsers(server, len(people))
    for browser in browsers:
        browser.set_cookie("browserId", "crowded-browser")
    responses = map_concurrently(Browser.log_in, browsers, people)

    assert count_outcomes(responses) == {"200": 1, "409 browser_in_use": 15}
    assert len(server.sql("SELECT id FROM browser_sessions")) == 1
