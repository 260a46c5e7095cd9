"""Rotation: one success a token, grace for tabs, theft, the idempotent retry."""

import pytest
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from sessions_browser.models import BrowserSession
from tests.browsers import LocalBrowser

KEY = {"Idempotency-Key": "a-retry-5f0c"}


@pytest.fixture
def tab(clock, signed_in, member):
    return signed_in(member)


def code(response):
    return response.json().get("code", response.status_code)


def test_a_refresh_gives_new_tokens_and_spends_the_old_one(tab):
    access, refresh = tab.access, tab.refresh
    response = tab.rotate()

    assert set(response.json()) == {"access", "refresh"}
    assert tab.refresh != refresh
    assert tab.check().status_code == 200
    assert tab.check(token=access).status_code == 200  # lives to its own end
    assert code(tab.rotate(refresh)) == "token_superseded"
    assert tab.check().status_code == 200


def test_the_blacklist_holds_the_id_of_the_spent_token_and_never_the_token(tab):
    tab.rotate()
    outstanding = OutstandingToken.objects.get()
    assert outstanding.token == ""
    assert outstanding.jti == BrowserSession.objects.get().previous_jti
    assert BlacklistedToken.objects.filter(token=outstanding).exists()


def test_a_late_use_after_ten_seconds_is_theft_and_ends_only_this_session(tab, clock, signed_in, member):
    elsewhere = signed_in(member)
    spent = tab.refresh
    tab.rotate()
    clock.shift(9.999)
    assert code(tab.rotate(spent)) == "token_superseded"
    clock.shift(0.001)
    response = tab.rotate(spent)

    assert (response.status_code, code(response)) == (401, "token_reused")
    assert code(tab.check()) == "session_ended"
    assert code(tab.rotate()) == "session_ended"
    assert elsewhere.check().status_code == 200
    assert elsewhere.rotate().status_code == 200


def test_the_ten_seconds_run_from_the_rotation_that_spent_the_token(tab, clock):
    first = tab.refresh
    for _ in range(4):
        tab.rotate()
        clock.shift(2)
    assert code(tab.rotate(first)) == "token_superseded"  # 8 s after it was spent, three generations on
    clock.shift(2)
    assert code(tab.rotate(first)) == "token_reused"


def test_a_mismatch_consumes_nothing_and_ends_nothing(tab, clock):
    thief = LocalBrowser()
    assert code(thief.rotate(tab.refresh)) == "browser_mismatch"
    spent = tab.refresh
    assert tab.rotate().status_code == 200
    clock.shift(60)
    assert code(thief.rotate(spent)) == "browser_mismatch"  # theft is not a stranger's to declare
    assert tab.check().status_code == 200


def test_a_retry_with_the_same_key_gets_the_very_same_tokens_for_a_minute(tab, clock):
    spent = tab.refresh
    first = tab.rotate(headers=KEY).json()
    clock.shift(59.999)
    again = tab.rotate(spent, headers=KEY)

    assert (again.status_code, again.json()) == (200, first)
    assert tab.rotate().status_code == 200  # the successor was unspent all the while


def test_after_a_minute_a_retry_is_theft(tab, clock):
    spent = tab.refresh
    tab.rotate(headers=KEY)
    clock.shift(60)
    assert code(tab.rotate(spent, headers=KEY)) == "token_reused"


def test_once_the_successor_is_spent_a_retry_gets_nothing(tab, clock):
    spent = tab.refresh
    tab.rotate(headers=KEY)
    tab.rotate()
    assert code(tab.rotate(spent, headers=KEY)) == "token_superseded"
    clock.shift(10)
    assert code(tab.rotate(spent, headers=KEY)) == "token_reused"


@pytest.mark.parametrize("headers", [None, {"Idempotency-Key": "another"}])
def test_without_the_key_or_with_another_it_is_no_retry(tab, clock, headers):
    spent = tab.refresh
    tab.rotate(headers=KEY)
    assert code(tab.rotate(spent, headers=headers)) == "token_superseded"
    clock.shift(10)
    assert code(tab.rotate(spent, headers=headers)) == "token_reused"


def test_a_refresh_without_a_key_is_not_replayed_to_an_empty_one(tab):
    spent = tab.refresh
    tab.rotate()
    assert code(tab.rotate(spent, headers={"Idempotency-Key": ""})) == "invalid_request"


def test_a_key_is_of_bounded_printable_ascii(tab):
    for key in ("a" * 256, "ümlaut", "a\tb"):
        assert tab.rotate(headers={"Idempotency-Key": key}).status_code == 400
    assert tab.rotate(headers={"Idempotency-Key": "a" * 255}).status_code == 200


def test_cookie_transport_rotates_cookies_and_shows_no_token(clock, signed_in, member):
    tab = signed_in(member, transport="cookie")
    old = tab.cookie("refresh_token")
    response = tab.rotate(None)

    assert (response.status_code, response.json()) == (200, {})
    assert tab.cookie("refresh_token") != old
    assert tab.get("/api/users/auth/check/").status_code == 200


def test_a_superseded_cookie_is_kept_and_a_reused_one_cleared(clock, signed_in, member):
    tab = signed_in(member, transport="cookie")
    old = tab.cookie("refresh_token")
    tab.rotate(None)
    tab.set_cookie("refresh_token", old)
    late = tab.rotate(None)
    assert (code(late), dict(late.cookies)) == ("token_superseded", {})

    clock.shift(10)
    tab.set_cookie("refresh_token", old)
    reused = tab.rotate(None)
    assert code(reused) == "token_reused"
    assert {name: reused.cookies[name].value for name in reused.cookies} == {"auth_token": "", "refresh_token": ""}


def test_no_refresh_token_at_all(browser):
    assert code(browser.rotate(None)) == "not_authenticated"


def test_a_new_login_on_the_browser_ends_the_old_chain(tab, member):
    old = tab.refresh
    tab.log_in(member.email)
    assert code(tab.rotate(old)) == "session_ended"
    assert tab.rotate().status_code == 200
