"""Thirty refreshes a minute of one session: exact in every process, and judged for the session's own token only."""

import pytest

from audit.models import AuditEvent
from sessions_browser.models import BrowserSession
from sessions_browser.refresh_log import LENGTH
from tests.browsers import LocalBrowser
from tests.rate_limit_settings import set_rates

KEY = {"Idempotency-Key": "a-retry-5f0c"}


@pytest.fixture
def tab(clock, signed_in, member):
    return signed_in(member)


def statuses(tab, times):
    return [tab.rotate().status_code for _ in range(times)]


def test_thirty_first_refresh_within_a_minute_is_told_when_to_come_back(tab, clock):
    for _ in range(30):
        assert tab.rotate().status_code == 200
        clock.shift(1)
    refused = tab.rotate()

    assert (refused.status_code, refused.json()["code"]) == (429, "throttled")
    assert refused.headers["Retry-After"] == "30"
    clock.shift(29)
    assert tab.rotate().headers["Retry-After"] == "1"
    clock.shift(1)
    assert statuses(tab, 2) == [200, 429]


def test_refused_refresh_spends_nothing_writes_nothing_and_ends_nothing(tab, clock):
    statuses(tab, 30)
    before = BrowserSession.objects.values().get(), AuditEvent.objects.count()
    assert statuses(tab, 5) == [429] * 5
    assert (BrowserSession.objects.values().get(), AuditEvent.objects.count()) == before
    assert tab.check().status_code == 200
    clock.shift(60)
    assert tab.rotate().status_code == 200


def test_cookies_of_a_refused_refresh_are_kept(clock, signed_in, member, settings):
    set_rates(settings, refresh="1/minute")
    browser = signed_in(member, transport="cookie")
    assert browser.rotate(None).status_code == 200
    refused = browser.rotate(None)

    assert (refused.status_code, set(refused.cookies)) == (429, set())
    clock.shift(60)
    assert browser.rotate(None).status_code == 200


def test_another_session_of_the_same_user_is_counted_apart(tab, clock, signed_in, member):
    assert statuses(tab, 31)[-1] == 429
    assert signed_in(member).rotate().status_code == 200


def test_new_login_on_the_browser_starts_anew(tab, member):
    assert statuses(tab, 31)[-1] == 429
    assert tab.log_in(member.email).status_code == 200
    assert tab.rotate().status_code == 200


def test_repeated_call_under_its_key_is_answered_and_not_counted(tab, settings):
    set_rates(settings, refresh="2/minute")
    tab.rotate()
    spent = tab.refresh
    first = tab.rotate(headers=KEY)
    for _ in range(5):
        again = tab.rotate(spent, headers=KEY)
        assert (again.status_code, again.json()) == (200, first.json())
    assert tab.rotate().status_code == 429


def test_stranger_with_the_token_uses_nothing_up(tab, settings):
    set_rates(settings, refresh="2/minute")
    stranger = LocalBrowser()
    for refresh in [tab.refresh] * 5 + ["no.such.token"] * 5:
        assert stranger.rotate(refresh).status_code == 401
    assert statuses(tab, 3) == [200, 200, 429]
    assert stranger.rotate(tab.refresh).json()["code"] == "browser_mismatch"  # not told that the limit is used up


def test_spent_token_is_judged_as_ever_where_the_limit_is_used_up(tab, clock, settings):
    set_rates(settings, refresh="2/hour")
    spent = tab.refresh
    assert statuses(tab, 3) == [200, 200, 429]
    assert tab.rotate(spent).json()["code"] == "token_superseded"
    clock.shift(11)
    assert tab.rotate(spent).json()["code"] == "token_reused"
    assert tab.check().json()["code"] == "session_ended"


def test_all_rates_apply(tab, clock, settings):
    set_rates(settings, refresh="2/minute,3/hour")
    assert statuses(tab, 3) == [200, 200, 429]
    clock.shift(60)
    assert statuses(tab, 2) == [200, 429]
    assert tab.rotate().headers["Retry-After"] == str(3600 - 60)


def test_log_of_an_ordinary_session_holds_one_refresh_and_the_longest_fits(tab, clock, settings):
    for _ in range(5):
        tab.rotate()
        clock.shift(3600)
    assert len(BrowserSession.objects.get().refresh_log) == 11
    set_rates(settings, refresh="250/minute")
    clock.shift(60)
    for _ in range(251):
        tab.rotate()
    assert len(BrowserSession.objects.get().refresh_log) == LENGTH
