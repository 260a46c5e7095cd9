"""The cleanup, run twice at once and during logins, deletes expired rows and no others."""

import contextlib
import hashlib
import os
from datetime import UTC, datetime
from functools import partial
from itertools import count

import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import (
    MARIADB,
    count_outcomes,
    map_concurrently,
    open_browsers,
    race,
    run_concurrently,
)
from tests.concurrency.session_fixtures import blacklisted_jtis, get_jti
from tests.servers import Server

LONG_AGO, EXPIRED_ROWS = "2020-01-01 00:00:00", 2000
OWNER = "cashier@bank.com"
FIVE_WRONG = {"401 invalid_credentials": 5, "429 throttled": 1}


@pytest.fixture(scope="module")
def running_purging_server():
    name = f"purging_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with Server(name, BROWSER_SESSION_PURGE_SECONDS="0") as server:
        yield server


@pytest.fixture
def purging_server(running_purging_server):
    """A server without a thread that purges, so that each login does: purges and logins at once."""
    running_purging_server.reset()
    yield running_purging_server
    running_purging_server.close_browsers()


def test_two_concurrent_cleanups_during_logins_delete_only_expired_rows(server):
    people = [f"tidy-{number}@example.com" for number in range(2)]
    server.add_people(dict.fromkeys(people, "member"))
    ((earlier,),) = server.sql("SELECT COALESCE(MAX(id), 0) FROM audit_events")  # other tests used the same server
    insert_expired_rows(server)
    live_browsers = open_browsers(server, 2)
    assert count_outcomes(map_concurrently(Browser.log_in, live_browsers, people)) == {"200": 2}
    spent = live_browsers[0].refresh
    assert live_browsers[0].rotate().status_code == 200
    throttled = server.browser()
    assert count_outcomes(throttled.log_in(OWNER, "not the password") for _ in range(6)) == FIVE_WRONG

    opened, numbers = [], count()

    def log_in_on_an_expired_session(person):
        browser = server.browser()
        browser.set_cookie("browserId", browser_id(next(numbers)))
        opened.append(browser)
        return browser.log_in(person)

    def clean_up_twice():
        return run_concurrently(*[lambda: server.manage("cleanup_expired_sessions", "--batch", "50")] * 2)

    printed, logins = race(clean_up_twice, *(partial(log_in_on_an_expired_session, person) for person in people))

    assert count_outcomes(response for responses in logins for response in responses) == {"200": len(opened)}
    assert sum(int(text.split()[0]) for text in printed) > 0
    assert count_outcomes(browser.check() for browser in live_browsers + opened) == {
        "200": len(live_browsers) + len(opened)
    }
    assert count_expired_rows(server) == {"browser_sessions": 0, "token_blacklist_outstandingtoken": 0, "limits": 0}
    assert len(server.sql("SELECT id FROM browser_sessions")) == len(live_browsers) + len(opened)
    assert get_jti(spent) in blacklisted_jtis(server)
    written = "SELECT COUNT(*), COUNT(DISTINCT details) FROM audit_events WHERE event = 'session_expired' AND id > %s"
    assert server.sql(written, earlier)[0] == (EXPIRED_ROWS, EXPIRED_ROWS)  # one row for each session
    assert throttled.log_in(OWNER).status_code == 429


def test_session_reused_by_a_login_is_not_purged_by_a_concurrent_login(purging_server):
    server = purging_server
    people = [f"sweeper-{number}@example.com" for number in range(12)]
    server.add_people(dict.fromkeys(people, "member"))
    browsers = open_browsers(server, len(people))
    for _ in range(4):
        assert count_outcomes(map_concurrently(Browser.log_in, browsers, people)) == {"200": len(people)}
        assert count_outcomes(map_concurrently(Browser.check, browsers)) == {"200": len(people)}
        server.sql("UPDATE browser_sessions SET expires_at = %s", LONG_AGO)
        assert count_outcomes(map_concurrently(Browser.check, browsers)) == {"401 session_expired": len(people)}


@pytest.mark.skipif(not MARIADB, reason="SQLite has one writer: the login itself would wait")
def test_login_succeeds_while_the_expired_session_that_it_would_purge_is_locked(purging_server):
    server = purging_server
    assert server.browser().log_in(OWNER).status_code == 200
    server.sql("UPDATE browser_sessions SET expires_at = %s", LONG_AGO)
    expired = server.sql("SELECT id FROM browser_sessions")
    with contextlib.closing(server._connect()) as other:
        other.cursor().execute("SELECT id FROM browser_sessions WHERE id = %s FOR UPDATE", expired[0])
        response = server.browser().log_in(OWNER)  # after the purge has waited for the lock, innodb_lock_wait_timeout
        other.rollback()

    assert response.status_code == 200
    assert server.sql("SELECT id FROM browser_sessions WHERE expires_at = %s", LONG_AGO) == expired


def browser_id(number):
    return f"expired-browser-{number}"


def insert_expired_rows(server):
    """Inserts sessions, spent refresh tokens and limits that expired long ago. The sessions' own tokens have not."""
    issued_at = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    owner = server.sql("SELECT id FROM users WHERE email = %s", OWNER)[0][0]
    sessions, tokens, limits = [], [], []
    for number in range(EXPIRED_ROWS):
        hashed = hashlib.sha256(browser_id(number).encode()).hexdigest()
        jti = f"{number:032d}"
        sessions.append((hashed, owner, jti, LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO, 1, jti, jti, issued_at))
        tokens.append((f"expired-{number}", "", LONG_AGO, LONG_AGO))
        limits.append((f"expired-{number}", "", LONG_AGO))
    columns = "browser_id, user_id, session_token, created_at, last_active_at, expires_at, absolute_expires_at, "
    insert(server, "browser_sessions", columns + "cookie_required, refresh_jti, access_jti, issued_at", sessions)
    insert(server, "token_blacklist_outstandingtoken", "jti, token, created_at, expires_at", tokens)
    insert(server, "limits", "`key`, log, expires_at", limits)


def insert(server, table, columns, rows):
    marks = ", ".join([f"({', '.join(['%s'] * len(rows[0]))})"] * len(rows))
    server.sql(f"INSERT INTO {table} ({columns}) VALUES {marks}", *(value for row in rows for value in row))


def count_expired_rows(server):
    """How many rows of each table have expired."""
    tables = ["browser_sessions", "token_blacklist_outstandingtoken", "limits"]
    return {t: server.sql(f"SELECT COUNT(*) FROM {t} WHERE expires_at < '2021-01-01 00:00:00'")[0][0] for t in tables}
