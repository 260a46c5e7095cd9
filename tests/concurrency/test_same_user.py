"""Concurrent logins of one user all succeed; of several on one browser, the last session stays."""

from argon2 import PasswordHasher

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers
from tests.hashers import PASSWORD

MEMBER, IMPORTED = "member@example.com", "imported@example.com"


def test_four_concurrent_logins_of_one_user_on_one_browser_leave_one_session(server):
    browsers = open_browsers(server, 4)
    for number in range(5):
        for browser in browsers:
            browser.set_cookie("browserId", f"same-browser-{number}")
        assert count_outcomes(map_concurrently(Browser.log_in, browsers, [MEMBER] * 4)) == {"200": 4}
        assert count_outcomes(map_concurrently(Browser.check, browsers)) == {"200": 1, "401 session_ended": 3}
    assert len(server.sql("SELECT id FROM browser_sessions")) == 5


def test_four_concurrent_logins_that_renew_a_weaker_hash_all_succeed(server):
    server.add_people({IMPORTED: "member"})
    weaker = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    browsers = open_browsers(server, 4)
    for _ in range(3):
        old = f"argon2{weaker.hash(PASSWORD)}"
        server.sql("UPDATE users SET password = %s WHERE email = %s", old, IMPORTED)
        assert count_outcomes(map_concurrently(Browser.log_in, browsers, [IMPORTED] * 4)) == {"200": 4}
        assert server.sql("SELECT password FROM users WHERE email = %s", IMPORTED)[0][0] != old
    assert count_outcomes(map_concurrently(Browser.check, browsers)) == {"200": 4}
