"""Logout with a live token, an expired token or only the browser's cookie; a second logout is not an error."""

import pytest
import time_machine
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken

from sessions_browser.models import BrowserSession
from tests.browsers import LocalBrowser

OWN = {"Origin": "http://testserver"}


@pytest.fixture
def member_client(signed_in, member):
    return signed_in(member)


def test_logout_ends_the_session_and_keeps_the_browser_id(member_client):
    response = member_client.log_out()

    assert response.status_code == 204
    assert not response.content
    assert BrowserSession.objects.count() == 0
    assert BlacklistedToken.objects.count() == 1
    assert {name: response.cookies[name].value for name in response.cookies} == {"auth_token": "", "refresh_token": ""}
    assert member_client.cookie("browserId")
    assert member_client.check().json()["code"] == "session_ended"
    assert member_client.rotate().json()["code"] == "session_ended"


def test_second_logout_is_204(member_client):
    assert [member_client.log_out().status_code for _ in range(2)] == [204, 204]


def test_logout_with_an_expired_token_ends_the_session(member):
    browser = LocalBrowser()
    with time_machine.travel("2026-03-01T12:00:00+00:00", tick=False) as clock:
        browser.log_in(member.email)
        clock.shift(3601)
        assert browser.log_out().status_code == 204
    assert BrowserSession.objects.count() == 0


def test_logout_with_only_the_browser_cookie_ends_the_session(member_client, other_member):
    assert member_client.log_out(token=None).status_code == 204
    assert member_client.log_in(other_member.email).status_code == 200


def test_logout_in_cookie_transport_ends_the_session(signed_in, member):
    browser = signed_in(member, transport="cookie")
    assert browser.log_out(headers=OWN).status_code == 204
    assert BrowserSession.objects.count() == 0
    assert not browser.cookie("auth_token")


def test_logout_with_a_copied_token_ends_no_session(member_client, browser):
    assert browser.log_out(token=member_client.access).status_code == 204
    assert member_client.check().status_code == 200


def test_logout_with_a_copied_token_ends_only_the_session_of_the_sending_browser(
    member_client, signed_in, other_member
):
    thief = signed_in(other_member)
    assert thief.log_out(token=member_client.access).status_code == 204
    assert member_client.check().status_code == 200
    assert thief.check().json()["code"] == "session_ended"


def test_logout_with_the_token_of_an_earlier_login_frees_the_browser(member_client, member):
    old = member_client.access
    member_client.log_in(member.email)
    assert member_client.log_out(token=old).status_code == 204
    assert BrowserSession.objects.count() == 0


JSON = "application/json"
BODIES = {
    "empty": ("", JSON),
    "an empty object": ("{}", JSON),
    "an invalid refresh token": ('{"refresh": "x"}', JSON),
    "unknown fields": ('{"everywhere": true, "access": null}', JSON),
    "a repeated field": ('{"refresh": 1, "refresh": 2}', JSON),
    "a list": ("[1]", JSON),
    "null": ("null", JSON),
    "invalid JSON": ("{refresh", JSON),
    "a lone surrogate": ('{"a": "\\ud800"}', JSON),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), f"{JSON}; charset=utf-16"),
    "bytes that are not UTF-8": (b"\xff\x00", JSON),
    "deeply nested": ("[" * 20_000, JSON),
    "a beacon's text": ("bye", "text/plain;charset=UTF-8"),
    "a beacon's bytes": (b"\x00\x01", "application/octet-stream"),
    "a form": ("refresh=x", "application/x-www-form-urlencoded"),
    "a form with files": ("--b\r\nbroken", "multipart/form-data; boundary=b"),
    "no content type": ("{}", ""),
}


def send(member_client, body, content_type, **headers):
    return member_client.client.generic("POST", "/api/users/logout/", body, content_type=content_type, headers=headers)


@pytest.mark.parametrize("token", [True, False], ids=["with a token", "with only the cookie"])
@pytest.mark.parametrize(("body", "content_type"), BODIES.values(), ids=BODIES)
def test_logout_ignores_any_body_of_any_content_type(member_client, token, body, content_type):
    headers = {"Authorization": f"Bearer {member_client.access}"} if token else {}
    response = send(member_client, body, content_type, **headers)

    assert (response.status_code, response.content) == (204, b"")
    assert BrowserSession.objects.count() == 0
    assert {name: response.cookies[name].value for name in response.cookies} == {"auth_token": "", "refresh_token": ""}


def test_logout_ignores_tokens_of_another_browser_in_the_body(member_client, browser):
    assert browser.log_out(json={"refresh": member_client.refresh, "access": member_client.access}).status_code == 204
    assert member_client.check().status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
@pytest.mark.parametrize(("body", "content_type"), BODIES.values(), ids=BODIES)
def test_cross_site_logout_is_refused_with_any_body(signed_in, member, headers, body, content_type):
    member_client = signed_in(member, transport="cookie")
    response = send(member_client, body, content_type, **headers)

    assert (response.status_code, response.json()["code"]) == (403, "cross_site_request")
    assert not response.cookies
    assert member_client.check().status_code == 200
