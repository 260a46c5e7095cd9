"""The limit of thirty refreshes a minute per session: it is exact, and applies only to the session's current token."""

import pytest

from audit.models import AuditEvent
from sessions_browser.models import BrowserSession
from sessions_browser.refresh_log import LENGTH
from tests.browsers import LocalBrowser
from tests.rate_limit_settings import set_rates

KEY = {"Idempotency-Key": "a-retry-5f0c"}


@pytest.fixture
def member_client(clock, signed_in, member):
    return signed_in(member)


def statuses(member_client, times):
    return [member_client.rotate().status_code for _ in range(times)]


def test_thirty_first_refresh_within_a_minute_is_429_with_retry_after(member_client, clock):
    for _ in range(30):
        assert member_client.rotate().status_code == 200
        clock.shift(1)
    refused = member_client.rotate()

    assert (refused.status_code, refused.json()["code"]) == (429, "throttled")
    assert refused.headers["Retry-After"] == "30"
    clock.shift(29)
    assert member_client.rotate().headers["Retry-After"] == "1"
    clock.shift(1)
    assert statuses(member_client, 2) == [200, 429]


def test_throttled_refresh_writes_nothing_and_keeps_the_token(member_client, clock):
    statuses(member_client, 30)
    before = BrowserSession.objects.values().get(), AuditEvent.objects.count()
    assert statuses(member_client, 5) == [429] * 5
    assert (BrowserSession.objects.values().get(), AuditEvent.objects.count()) == before
    assert member_client.check().status_code == 200
    clock.shift(60)
    assert member_client.rotate().status_code == 200


def test_throttled_refresh_keeps_the_cookies(clock, signed_in, member, settings):
    set_rates(settings, refresh="1/minute")
    browser = signed_in(member, transport="cookie")
    assert browser.rotate(None).status_code == 200
    refused = browser.rotate(None)

    assert (refused.status_code, set(refused.cookies)) == (429, set())
    clock.shift(60)
    assert browser.rotate(None).status_code == 200


def test_refresh_limit_counts_each_session_of_a_user_separately(member_client, clock, signed_in, member):
    assert statuses(member_client, 31)[-1] == 429
    assert signed_in(member).rotate().status_code == 200


def test_new_login_on_the_browser_resets_the_refresh_limit(member_client, member):
    assert statuses(member_client, 31)[-1] == 429
    assert member_client.log_in(member.email).status_code == 200
    assert member_client.rotate().status_code == 200


def test_idempotent_retry_of_a_refresh_is_not_counted(member_client, settings):
    set_rates(settings, refresh="2/minute")
    member_client.rotate()
    spent = member_client.refresh
    first = member_client.rotate(headers=KEY)
    for _ in range(5):
        again = member_client.rotate(spent, headers=KEY)
        assert (again.status_code, again.json()) == (200, first.json())
    assert member_client.rotate().status_code == 429


def test_refresh_from_another_browser_is_not_counted(member_client, settings):
    set_rates(settings, refresh="2/minute")
    other_browser = LocalBrowser()
    for refresh in [member_client.refresh] * 5 + ["no.such.token"] * 5:
        assert other_browser.rotate(refresh).status_code == 401
    assert statuses(member_client, 3) == [200, 200, 429]
    # The refusal does not reveal that the limit is exhausted.
    assert other_browser.rotate(member_client.refresh).json()["code"] == "browser_mismatch"


def test_spent_token_is_detected_with_an_exhausted_refresh_limit(member_client, clock, settings):
    set_rates(settings, refresh="2/hour")
    spent = member_client.refresh
    assert statuses(member_client, 3) == [200, 200, 429]
    assert member_client.rotate(spent).json()["code"] == "token_superseded"
    clock.shift(11)
    assert member_client.rotate(spent).json()["code"] == "token_reused"
    assert member_client.check().json()["code"] == "session_ended"


def test_all_rates_of_the_refresh_limit_apply(member_client, clock, settings):
    set_rates(settings, refresh="2/minute,3/hour")
    assert statuses(member_client, 3) == [200, 200, 429]
    clock.shift(60)
    assert statuses(member_client, 2) == [200, 429]
    assert member_client.rotate().headers["Retry-After"] == str(3600 - 60)


@pytest.mark.slow
def test_refresh_log_has_one_time_for_an_ordinary_session_and_the_longest_log_fits_the_column(
    member_client, clock, settings
):
    for _ in range(5):
        member_client.rotate()
        clock.shift(3600)
    assert len(BrowserSession.objects.get().refresh_log) == 11
    set_rates(settings, refresh="250/minute")
    clock.shift(60)
    for _ in range(251):
        member_client.rotate()
    assert len(BrowserSession.objects.get().refresh_log) == LENGTH
