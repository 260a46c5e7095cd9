"""One person who signs in several times at once: each time is let in, the last one on a browser stays."""

from argon2 import PasswordHasher

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers
from tests.hashers import PASSWORD

MEMBER, IMPORTED = "member@example.com", "imported@example.com"


def test_of_four_logins_at_once_on_one_browser_the_last_one_stays(server):
    browsers = open_browsers(server, 4)
    for number in range(5):
        for browser in browsers:
            browser.set_cookie("browserId", f"same-browser-{number}")
        assert count_outcomes(map_concurrently(Browser.log_in, browsers, [MEMBER] * 4)) == {"200": 4}
        assert count_outcomes(map_concurrently(Browser.check, browsers)) == {"200": 1, "401 session_ended": 3}
    assert len(server.sql("SELECT id FROM browser_sessions")) == 5


def test_four_logins_at_once_with_a_hash_of_older_strength_that_each_renews_all_get_in(server):
    server.add_people({IMPORTED: "member"})
    weaker = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    browsers = open_browsers(server, 4)
    for _ in range(3):
        old = f"argon2{weaker.hash(PASSWORD)}"
        server.sql("UPDATE users SET password = %s WHERE email = %s", old, IMPORTED)
        assert count_outcomes(map_concurrently(Browser.log_in, browsers, [IMPORTED] * 4)) == {"200": 4}
        assert server.sql("SELECT password FROM users WHERE email = %s", IMPORTED)[0][0] != old
    assert count_outcomes(map_concurrently(Browser.check, browsers)) == {"200": 4}
