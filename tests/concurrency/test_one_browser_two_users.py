"""Two different users at once with one `browserId`: exactly one gets in, whatever the row was before."""

import hashlib

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers

MEMBER, OTHER, THIRD = "member@example.com", "member2@example.com", "cashier@bank.com"


def test_two_users_at_once_on_a_new_browser_in_50_rounds(server):
    pair = open_browsers(server, 2)
    for number in range(50):
        sign_in_both(server, pair, f"new-browser-{number}")
    assert len(server.sql("SELECT id FROM browser_sessions")) == 50


def test_two_users_at_once_on_a_browser_whose_session_has_expired(server):
    pair = open_browsers(server, 2)
    pair[0].set_cookie("browserId", "used-browser")
    assert pair[0].log_in(THIRD).status_code == 200
    for _ in range(15):  # first a third person's session has expired, then the last winner's
        server.sql("UPDATE browser_sessions SET expires_at = '2020-01-01 00:00:00'")
        sign_in_both(server, pair, "used-browser")
    assert len(server.sql("SELECT id FROM browser_sessions")) == 1


def sign_in_both(server, pair, browser_id):
    """Both at once on this browser: one 200, one 409, one row, and it is the winner's."""
    for browser in pair:
        browser.set_cookie("browserId", browser_id)
    responses = map_concurrently(Browser.log_in, pair, [MEMBER, OTHER])

    assert count_outcomes(responses) == {"200": 1, "409 browser_in_use": 1}
    won = next(response.json() for response in responses if response.status_code == 200)
    hashed = hashlib.sha256(browser_id.encode()).hexdigest()
    rows = server.sql("SELECT id, user_id FROM browser_sessions WHERE browser_id = %s", hashed)
    assert [tuple(row) for row in rows] == [(won["session"]["id"], won["user"]["id"])]


def test_of_many_users_at_once_on_one_browser_exactly_one_gets_in(server):
    people = [f"crowded-{number}@example.com" for number in range(16)]
    server.add_people(dict.fromkeys(people, "member"))
    browsers = open_browsers(server, len(people))
    for browser in browsers:
        browser.set_cookie("browserId", "crowded-browser")
    responses = map_concurrently(Browser.log_in, browsers, people)

    assert count_outcomes(responses) == {"200": 1, "409 browser_in_use": 15}
    assert len(server.sql("SELECT id FROM browser_sessions")) == 1
