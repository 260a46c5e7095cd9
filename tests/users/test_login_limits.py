"""Tries of a password: five a minute for one account and address, thirty an hour for one account from anywhere."""

from datetime import timedelta

import pytest

from core.models import Limit
from tests.hashers import PASSWORD
from tests.rate_limit_settings import set_rates
from tests.users.email_variants import email_variants
from users.models import User

WRONG = "a wrong password"


def statuses(browser, email, times, password=WRONG):
    return [browser.log_in(email, password).status_code for _ in range(times)]


def buckets():
    """What all windows hold."""
    return sorted(Limit.objects.exclude(log="").values_list("key", "log"))


def test_the_sixth_wrong_password_within_a_minute_is_told_when_to_come_back(clock, browser, member):
    for _ in range(5):
        assert browser.log_in(member.email, WRONG).json()["code"] == "invalid_credentials"
        clock.shift(1)
    refused = browser.log_in(member.email, WRONG)

    assert refused.status_code == 429
    assert refused.json()["code"] == "throttled"
    assert refused.headers["Retry-After"] == "55"
    clock.shift(timedelta(milliseconds=300))
    assert browser.log_in(member.email).headers["Retry-After"] == "55"  # rounded up; and the right one is not looked at
    clock.shift(timedelta(milliseconds=700))
    assert browser.log_in(member.email).headers["Retry-After"] == "54"


def test_the_window_slides_to_the_microsecond(clock, browser, member):
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
def test_the_wait_is_exact_at_any_fraction_of_a_second(clock, browser, member, microseconds):
    clock.shift(timedelta(microseconds=microseconds))
    statuses(browser, member.email, 5)
    for wait in (60, 45, 30, 15):
        assert browser.log_in(member.email, WRONG).headers["Retry-After"] == str(wait)
        clock.shift(15)
    assert browser.log_in(member.email, WRONG).status_code == 401


def test_who_is_right_gets_the_try_back(clock, browser, member):
    assert statuses(browser, member.email, 4) == [401] * 4
    assert statuses(browser, member.email, 7, PASSWORD) == [200] * 7
    assert statuses(browser, member.email, 2) == [401, 429]


def test_who_meets_a_browser_in_use_gets_the_try_back(clock, browser, member, other_member):
    browser.log_in(member.email)
    assert statuses(browser, other_member.email, 7, PASSWORD) == [409] * 7
    assert statuses(browser, other_member.email, 6) == [401] * 5 + [429]


def test_another_account_and_another_address_are_counted_apart(clock, at, member, other_member):
    here, there = at("10.0.0.1"), at("10.0.0.2")
    assert statuses(here, member.email, 6)[-1] == 429
    assert here.log_in(other_member.email).status_code == 200
    assert there.log_in(member.email).status_code == 200


def test_the_browser_does_not_matter(clock, at, member):
    assert [at("10.0.0.1").log_in(member.email, WRONG).status_code for _ in range(6)] == [401] * 5 + [429]


@pytest.mark.parametrize("email", ["member@example.com", "nobody@example.com"])
def test_every_spelling_of_an_address_is_the_same_account(clock, browser, member, email):
    assert [browser.log_in(spelling, WRONG).status_code for spelling in email_variants(email)] == [401] * 5
    assert browser.log_in(email, WRONG).status_code == 429


def test_thirty_tries_an_hour_are_all_that_an_account_has_from_anywhere(clock, at, member, other_member):
    for number in range(6):
        assert statuses(at(f"10.0.0.{number}"), member.email, 5) == [401] * 5
        clock.shift(60)
    refused = at("10.0.1.1").log_in(member.email)

    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == str(3600 - 6 * 60)
    assert at("10.0.1.1").log_in(other_member.email).status_code == 200
    clock.shift(3600 - 6 * 60)
    assert at("10.0.1.1").log_in(member.email).status_code == 200


def test_the_wait_is_that_of_the_limit_that_lasts_longest(clock, browser, member, settings):
    set_rates(settings, login_account="5/hour")
    assert statuses(browser, member.email, 5) == [401] * 5
    assert browser.log_in(member.email).headers["Retry-After"] == "3600"


def test_a_refused_try_takes_from_no_bucket(clock, at, member, settings):
    set_rates(settings, login_account="6/hour")
    here, there = at("10.0.0.1"), at("10.0.0.2")
    assert statuses(here, member.email, 5) + statuses(there, member.email, 1) == [401] * 6
    before = buckets()
    assert statuses(here, member.email, 3) == [429] * 3  # none left for account and address, none for the account
    assert statuses(there, member.email, 3) == [429] * 3  # four left for account and address
    assert statuses(at("10.0.0.3"), member.email, 3, PASSWORD) == [429] * 3
    assert buckets() == before


def test_refused_tries_do_not_move_the_moment_at_which_one_is_free(clock, browser, member):
    statuses(browser, member.email, 5)
    for _ in range(12):
        assert browser.log_in(member.email, WRONG).status_code == 429
        clock.shift(5)
    assert browser.log_in(member.email).status_code == 200


def test_unknown_and_inactive_people_are_limited_and_answered_alike(clock, browser, member, other_member):
    User.objects.filter(pk=other_member.pk).update(is_active=False)

    def responses(email, password):
        tries = [browser.log_in(email, password) for _ in range(7)]
        return [(a.status_code, a.content, a.headers.get("Retry-After"), set(a.headers)) for a in tries]

    wrong = responses(member.email, WRONG)
    assert [status for status, *_ in wrong] == [401] * 5 + [429] * 2
    assert responses("nobody@example.com", WRONG) == wrong
    assert responses(other_member.email, PASSWORD) == wrong
