"""Login limits: five attempts a minute for an account and address, thirty an hour for an account from all addresses."""

from datetime import timedelta

import pytest

from core.models import Limit
from tests.browsers import LocalBrowser
from tests.hashers import PASSWORD
from tests.rate_limit_settings import set_rates
from tests.users.email_variants import email_variants
from users.models import User

WRONG = "a wrong password"


def statuses(browser, email, times, password=WRONG):
    return [browser.log_in(email, password).status_code for _ in range(times)]


def stored_limits():
    """The logs of all limits that are not empty."""
    return sorted(Limit.objects.exclude(log="").values_list("key", "log"))


def test_sixth_wrong_password_within_a_minute_is_429_with_retry_after(clock, browser, member):
    for _ in range(5):
        assert browser.log_in(member.email, WRONG).json()["code"] == "invalid_credentials"
        clock.shift(1)
    refused = browser.log_in(member.email, WRONG)

    assert refused.status_code == 429
    assert refused.json()["code"] == "throttled"
    assert refused.headers["Retry-After"] == "55"
    clock.shift(timedelta(milliseconds=300))
    assert browser.log_in(member.email).headers["Retry-After"] == "55"  # rounded up; the right password is not checked
    clock.shift(timedelta(milliseconds=700))
    assert browser.log_in(member.email).headers["Retry-After"] == "54"


def test_window_of_the_login_limit_slides_to_the_microsecond(clock, browser, member):
    for _ in range(5):
        browser.log_in(member.email, WRONG)
        clock.shift(1)
    clock.shift(timedelta(seconds=54, microseconds=999_999))
    assert browser.log_in(member.email).headers["Retry-After"] == "1"

    clock.shift(timedelta(microseconds=1))  # a minute after the first
    assert statuses(browser, member.email, 2) == [401, 429]
    assert browser.log_in(member.email).headers["Retry-After"] == "1"
    clock.shift(1)  # a minute after the second
    assert browser.log_in(member.email).status_code == 200


@pytest.mark.parametrize("microseconds", [123_456, 999_999])
def test_retry_after_is_exact_at_any_fraction_of_a_second(clock, browser, member, microseconds):
    clock.shift(timedelta(microseconds=microseconds))
    statuses(browser, member.email, 5)
    for wait in (60, 45, 30, 15):
        assert browser.log_in(member.email, WRONG).headers["Retry-After"] == str(wait)
        clock.shift(15)
    assert browser.log_in(member.email, WRONG).status_code == 401


def test_right_password_releases_its_attempt(clock, browser, member):
    assert statuses(browser, member.email, 4) == [401] * 4
    # Without cookies, so that the browser does not become known, which would have a limit of its own.
    assert [LocalBrowser().log_in(member.email).status_code for _ in range(7)] == [200] * 7
    assert statuses(browser, member.email, 2) == [401, 429]


def test_browser_in_use_releases_its_attempt(clock, browser, member, other_member):
    browser.log_in(member.email)
    assert statuses(browser, other_member.email, 7, PASSWORD) == [409] * 7
    assert statuses(browser, other_member.email, 6) == [401] * 5 + [429]


def test_login_limit_counts_accounts_and_addresses_separately(clock, browser_at, member, other_member):
    browser, other_browser = browser_at("10.0.0.1"), browser_at("10.0.0.2")
    assert statuses(browser, member.email, 6)[-1] == 429
    assert browser.log_in(other_member.email).status_code == 200
    assert other_browser.log_in(member.email).status_code == 200


def test_login_limit_does_not_depend_on_the_browser(clock, browser_at, member):
    assert [browser_at("10.0.0.1").log_in(member.email, WRONG).status_code for _ in range(6)] == [401] * 5 + [429]


@pytest.mark.parametrize("email", ["member@example.com", "nobody@example.com"])
def test_every_notation_of_an_email_counts_for_the_same_account(clock, browser, member, email):
    assert [browser.log_in(notation, WRONG).status_code for notation in email_variants(email)] == [401] * 5
    assert browser.log_in(email, WRONG).status_code == 429


@pytest.mark.slow
def test_account_has_thirty_login_attempts_an_hour_from_all_addresses(clock, browser_at, member, other_member):
    for number in range(6):
        assert statuses(browser_at(f"10.0.0.{number}"), member.email, 5) == [401] * 5
        clock.shift(60)
    refused = browser_at("10.0.1.1").log_in(member.email)

    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == str(3600 - 6 * 60)
    assert browser_at("10.0.1.1").log_in(other_member.email).status_code == 200
    clock.shift(3600 - 6 * 60)
    assert browser_at("10.0.1.1").log_in(member.email).status_code == 200


def test_retry_after_is_the_longest_of_the_exhausted_limits(clock, browser, member, settings):
    set_rates(settings, login_account="5/hour")
    assert statuses(browser, member.email, 5) == [401] * 5
    assert browser.log_in(member.email).headers["Retry-After"] == "3600"


def test_throttled_login_counts_for_no_limit(clock, browser_at, member, settings):
    set_rates(settings, login_account="6/hour")
    browser, other_browser = browser_at("10.0.0.1"), browser_at("10.0.0.2")
    assert statuses(browser, member.email, 5) + statuses(other_browser, member.email, 1) == [401] * 6
    before = stored_limits()
    assert statuses(browser, member.email, 3) == [429] * 3  # both limits are exhausted
    assert statuses(other_browser, member.email, 3) == [429] * 3  # only the limit of the account is exhausted
    assert statuses(browser_at("10.0.0.3"), member.email, 3, PASSWORD) == [429] * 3
    assert stored_limits() == before


def test_throttled_logins_do_not_extend_the_wait(clock, browser, member):
    statuses(browser, member.email, 5)
    for _ in range(12):
        assert browser.log_in(member.email, WRONG).status_code == 429
        clock.shift(5)
    assert browser.log_in(member.email).status_code == 200


def test_unknown_and_inactive_users_get_the_same_limits_and_responses_as_members(clock, browser, member, other_member):
    User.objects.filter(pk=other_member.pk).update(is_active=False)

    def responses(email, password):
        attempts = [browser.log_in(email, password) for _ in range(7)]
        return [
            (response.status_code, response.content, response.headers.get("Retry-After"), set(response.headers))
            for response in attempts
        ]

    wrong = responses(member.email, WRONG)
    assert [status for status, *_ in wrong] == [401] * 5 + [429] * 2
    assert responses("nobody@example.com", WRONG) == wrong
    assert responses(other_member.email, PASSWORD) == wrong
