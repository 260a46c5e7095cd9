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
    response = tab.log_out()

    assert response.status_code == 204
    assert not response.content
    assert BrowserSession.objects.count() == 0
    assert BlacklistedToken.objects.count() == 1
    assert {name: response.cookies[name].value for name in response.cookies} == {"auth_token": "", "refresh_token": ""}
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


def test_it_works_with_nothing_but_the_cookie(tab, other_member):
    assert tab.log_out(token=None).status_code == 204
    assert tab.log_in(other_member.email).status_code == 200


def test_it_works_in_cookie_transport(signed_in, member):
    browser = signed_in(member, transport="cookie")
    assert browser.log_out(headers=OWN).status_code == 204
    assert BrowserSession.objects.count() == 0
    assert not browser.cookie("auth_token")


def test_a_copied_token_logs_nobody_out(tab, browser):
    assert browser.log_out(token=tab.access).status_code == 204
    assert tab.check().status_code == 200


def test_a_copied_token_with_the_thiefs_own_browser_ends_only_the_thiefs_session(tab, signed_in, other_member):
    thief = signed_in(other_member)
    assert thief.log_out(token=tab.access).status_code == 204
    assert tab.check().status_code == 200
    assert thief.check().json()["code"] == "session_ended"


def test_a_spent_login_on_this_browser_still_frees_it(tab, member):
    old = tab.access
    tab.log_in(member.email)
    assert tab.log_out(token=old).status_code == 204
    assert BrowserSession.objects.count() == 0


JSON = "application/json"
BODIES = {
    "nothing": ("", JSON),
    "an empty object": ("{}", JSON),
    "a refresh token that is not one": ('{"refresh": "x"}', JSON),
    "unknown fields": ('{"everywhere": true, "access": null}', JSON),
    "a repeated field": ('{"refresh": 1, "refresh": 2}', JSON),
    "a list": ("[1]", JSON),
    "null": ("null", JSON),
    "no JSON": ("{refresh", JSON),
    "half a character": ('{"a": "\\ud800"}', JSON),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), f"{JSON}; charset=utf-16"),
    "bytes that are no text": (b"\xff\x00", JSON),
    "deeply nested": ("[" * 20_000, JSON),
    "a beacon's text": ("bye", "text/plain;charset=UTF-8"),
    "a beacon's bytes": (b"\x00\x01", "application/octet-stream"),
    "a form": ("refresh=x", "application/x-www-form-urlencoded"),
    "a form with files": ("--b\r\nbroken", "multipart/form-data; boundary=b"),
    "no type": ("{}", ""),
}


def send(tab, body, content_type, **headers):
    return tab.client.generic("POST", "/api/users/logout/", body, content_type=content_type, headers=headers)


@pytest.mark.parametrize("token", [True, False], ids=["with a token", "with the cookie alone"])
@pytest.mark.parametrize(("body", "content_type"), BODIES.values(), ids=BODIES)
def test_any_body_of_any_type_is_accepted_and_changes_nothing(tab, token, body, content_type):
    headers = {"Authorization": f"Bearer {tab.access}"} if token else {}
    response = send(tab, body, content_type, **headers)

    assert (response.status_code, response.content) == (204, b"")
    assert BrowserSession.objects.count() == 0
    assert {name: response.cookies[name].value for name in response.cookies} == {"auth_token": "", "refresh_token": ""}


def test_refresh_token_in_the_body_ends_no_session_of_another_browser(tab, browser):
    assert browser.log_out(json={"refresh": tab.refresh, "access": tab.access}).status_code == 204
    assert tab.check().status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
@pytest.mark.parametrize(("body", "content_type"), BODIES.values(), ids=BODIES)
def test_page_of_another_site_signs_nobody_out_whatever_it_sends(signed_in, member, headers, body, content_type):
    tab = signed_in(member, transport="cookie")
    response = send(tab, body, content_type, **headers)

    assert (response.status_code, response.json()["code"]) == (403, "cross_site_request")
    assert not response.cookies
    assert tab.check().status_code == 200
