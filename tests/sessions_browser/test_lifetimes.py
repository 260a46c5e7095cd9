"""Idle and absolute timeouts, exact to the second; recording of activity; lifetimes of tokens."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_browser.models import BrowserSession
from sessions_browser.services import touch

IDLE, ABSOLUTE, ACCESS = 2 * 3600, 24 * 3600, 3600


def code(response):
    return response.json().get("code", response.status_code)


def test_an_access_token_expires_on_the_second(clock, signed_in, member):
    browser = signed_in(member)
    clock.shift(ACCESS - 1)
    assert browser.check().status_code == 200
    clock.shift(1)
    assert code(browser.check()) == "token_expired"
    assert browser.rotate().status_code == 200
    assert browser.check().status_code == 200


def test_an_expired_token_in_a_cookie_is_not_cleared(clock, signed_in, member):
    browser = signed_in(member, transport="cookie")
    clock.shift(ACCESS)
    response = browser.get("/api/users/auth/check/")
    assert code(response) == "token_expired"
    assert not response.cookies
    assert browser.rotate(None).status_code == 200
    assert browser.get("/api/users/auth/check/").status_code == 200


def test_a_session_idle_for_two_hours_has_expired_on_the_second(clock, signed_in, member):
    browser = signed_in(member)
    clock.shift(IDLE - 1)
    assert browser.rotate().status_code == 200
    clock.shift(IDLE)
    assert code(browser.rotate()) == "session_expired"


def test_valid_access_token_of_an_idle_session_is_session_expired(clock, signed_in, member, settings):
    settings.BROWSER_SESSION_LIFETIME = 600
    browser = signed_in(member)
    clock.shift(599)
    assert browser.check().status_code == 200
    clock.shift(599)
    assert browser.check().status_code == 200
    clock.shift(600)
    assert code(browser.check()) == "session_expired"
    assert BrowserSession.objects.count() == 1


def test_refresh_does_not_extend_the_absolute_limit(clock, signed_in, member):
    browser = signed_in(member)
    for _ in range(25):
        clock.shift(3500)
        if browser.rotate().status_code != 200:
            break
    assert code(browser.rotate()) == "session_expired"
    row = BrowserSession.objects.get()
    assert (row.expires_at - row.created_at).total_seconds() == ABSOLUTE

    clock.move_to(row.absolute_expires_at.timestamp() - 1)
    assert browser.rotate().status_code == 200
    clock.shift(1)
    assert code(browser.rotate()) == "session_expired"
    assert code(browser.check()) == "session_expired"


def test_refresh_token_expires_after_a_day(clock, signed_in, member, settings):
    settings.BROWSER_SESSION_LIFETIME = settings.BROWSER_SESSION_MAX_AGE = 10 * ABSOLUTE
    browser = signed_in(member)
    clock.shift(ABSOLUTE)
    assert code(browser.rotate()) == "token_expired"


def test_activity_is_written_at_most_once_in_five_seconds(clock, signed_in, member):
    browser = signed_in(member)
    for second in range(12):
        with CaptureQueriesContext(connection) as queries:
            browser.check()
        writes = [q for q in queries.captured_queries if q["sql"].startswith("UPDATE")]
        assert len(writes) == (1 if second in (5, 10) else 0), second
        clock.shift(1)


def test_touch_does_not_revive_an_ended_expired_or_reused_session(clock, signed_in, member):
    signed_in(member)
    read = BrowserSession.objects.get()
    moment = read.last_active_at + (read.absolute_expires_at - read.created_at) / 48

    BrowserSession.objects.update(session_token="a newer login's")
    touch(read, moment)
    BrowserSession.objects.update(session_token=read.session_token, expires_at=moment)
    touch(read, moment)
    assert BrowserSession.objects.get().last_active_at == read.last_active_at

    BrowserSession.objects.all().delete()
    touch(read, moment)
    assert BrowserSession.objects.count() == 0


def test_login_response_has_the_earlier_of_idle_and_absolute_expiry(clock, browser, member, settings):
    settings.BROWSER_SESSION_MAX_AGE = 60
    assert browser.log_in(member.email).json()["session"]["expires_at"] == "2026-03-01T12:01:00.000000Z"
    settings.BROWSER_SESSION_MAX_AGE = ABSOLUTE
    assert browser.log_in(member.email).json()["session"]["expires_at"] == "2026-03-01T14:00:00.000000Z"
