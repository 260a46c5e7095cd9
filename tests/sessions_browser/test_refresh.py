"""Refresh: rotation of the token, grace period for other tabs, theft, and the idempotent retry."""

import pytest
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from sessions_browser.models import BrowserSession
from tests.browsers import LocalBrowser

KEY = {"Idempotency-Key": "a-retry-5f0c"}


@pytest.fixture
def member_client(clock, signed_in, member):
    return signed_in(member)


def code(response):
    return response.json().get("code", response.status_code)


def test_refresh_returns_new_tokens_and_spends_the_old_refresh_token(member_client):
    access, refresh = member_client.access, member_client.refresh
    response = member_client.rotate()

    assert set(response.json()) == {"access", "refresh"}
    assert member_client.refresh != refresh
    assert member_client.check().status_code == 200
    assert member_client.check(token=access).status_code == 200  # valid until its own expiry
    assert code(member_client.rotate(refresh)) == "token_superseded"
    assert member_client.check().status_code == 200


def test_blacklist_stores_the_jti_of_a_spent_token_and_not_the_token(member_client):
    member_client.rotate()
    outstanding = OutstandingToken.objects.get()
    assert outstanding.token == ""
    assert outstanding.jti == BrowserSession.objects.get().previous_jti
    assert BlacklistedToken.objects.filter(token=outstanding).exists()


def test_reuse_after_ten_seconds_is_theft_and_ends_only_the_session_of_the_token(
    member_client, clock, signed_in, member
):
    other_client = signed_in(member)
    spent = member_client.refresh
    member_client.rotate()
    clock.shift(9.999)
    assert code(member_client.rotate(spent)) == "token_superseded"
    clock.shift(0.001)
    response = member_client.rotate(spent)

    assert (response.status_code, code(response)) == (401, "token_reused")
    assert code(member_client.check()) == "session_ended"
    assert code(member_client.rotate()) == "session_ended"
    assert other_client.check().status_code == 200
    assert other_client.rotate().status_code == 200


def test_grace_period_starts_when_the_token_is_spent(member_client, clock):
    first = member_client.refresh
    for _ in range(4):
        member_client.rotate()
        clock.shift(2)
    assert code(member_client.rotate(first)) == "token_superseded"  # 8 s after it was spent, and three refreshes later
    clock.shift(2)
    assert code(member_client.rotate(first)) == "token_reused"


def test_refresh_from_another_browser_consumes_and_ends_nothing(member_client, clock):
    other_browser = LocalBrowser()
    assert code(other_browser.rotate(member_client.refresh)) == "browser_mismatch"
    spent = member_client.refresh
    assert member_client.rotate().status_code == 200
    clock.shift(60)
    assert code(other_browser.rotate(spent)) == "browser_mismatch"  # another browser cannot report a theft
    assert member_client.check().status_code == 200


def test_retry_with_the_same_key_within_a_minute_returns_the_same_tokens(member_client, clock):
    spent = member_client.refresh
    first = member_client.rotate(headers=KEY).json()
    clock.shift(59.999)
    again = member_client.rotate(spent, headers=KEY)

    assert (again.status_code, again.json()) == (200, first)
    assert member_client.rotate().status_code == 200  # the new token was not spent by the retry


def test_retry_with_the_same_key_after_a_minute_is_theft(member_client, clock):
    spent = member_client.refresh
    member_client.rotate(headers=KEY)
    clock.shift(60)
    assert code(member_client.rotate(spent, headers=KEY)) == "token_reused"


def test_retry_after_the_new_token_was_spent_is_refused(member_client, clock):
    spent = member_client.refresh
    member_client.rotate(headers=KEY)
    member_client.rotate()
    assert code(member_client.rotate(spent, headers=KEY)) == "token_superseded"
    clock.shift(10)
    assert code(member_client.rotate(spent, headers=KEY)) == "token_reused"


@pytest.mark.parametrize("headers", [None, {"Idempotency-Key": "another"}])
def test_repeated_refresh_without_the_key_or_with_another_key_is_refused(member_client, clock, headers):
    spent = member_client.refresh
    member_client.rotate(headers=KEY)
    assert code(member_client.rotate(spent, headers=headers)) == "token_superseded"
    clock.shift(10)
    assert code(member_client.rotate(spent, headers=headers)) == "token_reused"


def test_empty_key_does_not_replay_a_refresh_without_a_key(member_client):
    spent = member_client.refresh
    member_client.rotate()
    assert code(member_client.rotate(spent, headers={"Idempotency-Key": ""})) == "invalid_request"


def test_key_of_a_refresh_must_be_printable_ascii_of_at_most_255_characters(member_client):
    for key in ("a" * 256, "ümlaut", "a\tb"):
        assert member_client.rotate(headers={"Idempotency-Key": key}).status_code == 400
    assert member_client.rotate(headers={"Idempotency-Key": "a" * 255}).status_code == 200


def test_refresh_in_cookie_transport_rotates_the_cookies_and_returns_no_token(clock, signed_in, member):
    member_client = signed_in(member, transport="cookie")
    old = member_client.cookie("refresh_token")
    response = member_client.rotate(None)

    assert (response.status_code, response.json()) == (200, {})
    assert member_client.cookie("refresh_token") != old
    assert member_client.get("/api/users/auth/check/").status_code == 200


def test_superseded_refresh_cookie_is_kept_and_a_reused_refresh_cookie_is_cleared(clock, signed_in, member):
    member_client = signed_in(member, transport="cookie")
    old = member_client.cookie("refresh_token")
    member_client.rotate(None)
    member_client.set_cookie("refresh_token", old)
    late = member_client.rotate(None)
    assert (code(late), dict(late.cookies)) == ("token_superseded", {})

    clock.shift(10)
    member_client.set_cookie("refresh_token", old)
    reused = member_client.rotate(None)
    assert code(reused) == "token_reused"
    assert {name: reused.cookies[name].value for name in reused.cookies} == {"auth_token": "", "refresh_token": ""}


def test_refresh_without_a_token_is_not_authenticated(browser):
    assert code(browser.rotate(None)) == "not_authenticated"


def test_new_login_on_the_browser_invalidates_the_old_refresh_token(member_client, member):
    old = member_client.refresh
    member_client.log_in(member.email)
    assert code(member_client.rotate(old)) == "session_ended"
    assert member_client.rotate().status_code == 200
