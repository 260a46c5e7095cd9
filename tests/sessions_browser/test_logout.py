"""Logout: with a live token, an expired one, or nothing but the browser's cookie; saying it twice is no error."""

import pytest
import time_machine
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken

from sessions_browser.models import BrowserSession
from tests.browsers import LocalBrowser

OWN = {"Origin": "http://testserver"}


@pytest.fixture
def tab(signed_in, member):
    return signed_in(member)


def test_logout_ends_the_session_and_keeps_the_browsers_name(tab):
    answer = tab.log_out()

    assert answer.status_code == 204
    assert not answer.content
    assert BrowserSession.objects.count() == 0
    assert BlacklistedToken.objects.count() == 1
    assert {name: answer.cookies[name].value for name in answer.cookies} == {"auth_token": "", "refresh_token": ""}
    assert tab.cookie("browserId")
    assert tab.check().json()["code"] == "session_ended"
    assert tab.rotate().json()["code"] == "session_ended"


def test_saying_it_twice_is_204_twice(tab):
    assert [tab.log_out().status_code for _ in range(2)] == [204, 204]


def test_it_works_with_an_expired_token(member):
    browser = LocalBrowser()
    with time_machine.travel("2026-03-01T12:00:00+00:00", tick=False) as clock:
        browser.log_in(member.email)
        clock.shift(3601)
        assert browser.log_out().status_code == 204
    assert BrowserSession.objects.count() == 0


def test_it_works_with_nothing_but_the_cookie(tab, stranger):
    assert tab.log_out(token=None).status_code == 204
    assert tab.log_in(stranger.email).status_code == 200


def test_it_works_in_cookie_transport(signed_in, member):
    browser = signed_in(member, transport="cookie")
    assert browser.log_out(headers=OWN).status_code == 204
    assert BrowserSession.objects.count() == 0
    assert not browser.cookie("auth_token")


def test_a_copied_token_logs_nobody_out(tab, browser):
    assert browser.log_out(token=tab.access).status_code == 204
    assert tab.check().status_code == 200


def test_a_copied_token_with_the_thiefs_own_browser_ends_only_the_thiefs_session(tab, signed_in, stranger):
    thief = signed_in(stranger)
    assert thief.log_out(token=tab.access).status_code == 204
    assert tab.check().status_code == 200
    assert thief.check().json()["code"] == "session_ended"


def test_a_spent_login_on_this_browser_still_frees_it(tab, member):
    old = tab.access
    tab.log_in(member.email)
    assert tab.log_out(token=old).status_code == 204
    assert BrowserSession.objects.count() == 0


def test_a_body_is_none_or_empty(tab):
    assert tab.post("/api/users/logout/", {"everywhere": True}).status_code == 400
    assert tab.post("/api/users/logout/", {}).status_code == 204
