"""Login: the browser's cookie, the session's row, and the effect of another login on them."""

import hashlib
import re

import pytest

from sessions_browser.browser_ids import is_minted
from sessions_browser.exceptions import BROWSER_IN_USE
from sessions_browser.models import BrowserSession
from tests.browsers import SCRIPT, LocalBrowser


def test_login_returns_tokens_user_and_session(browser, member):
    response = browser.log_in(member.email)

    assert response.status_code == 200
    assert set(response.json()) == {"access", "refresh", "user", "session"}
    assert response.json()["user"] == {
        "id": member.pk,
        "email": member.email,
        "full_name": member.full_name,
        "role": "member",
    }
    row = BrowserSession.objects.get()
    assert response.json()["session"]["id"] == row.pk
    assert response.json()["session"]["expires_at"].endswith("Z")


def test_login_sets_a_browser_id_cookie_of_256_random_bits_for_a_year(browser, member):
    browser.log_in(member.email)
    cookie = browser.client.cookies["browserId"]

    # And a signature of them, which names its key.
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{1,16}\.[A-Za-z0-9_-]{22}", cookie.value)
    assert cookie["max-age"] == 365 * 24 * 3600
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_database_stores_only_the_hash_of_the_browser_id(browser, member):
    browser.log_in(member.email)
    assert BrowserSession.objects.get().browser_id == hashlib.sha256(browser.cookie("browserId").encode()).hexdigest()


def test_well_formed_browser_id_is_accepted_and_not_set_again(browser, member):
    browser.set_cookie("browserId", "Aa0._~-x")
    response = browser.log_in(member.email)

    assert "browserId" not in response.cookies
    assert browser.check().status_code == 200
    assert "browserId" not in browser.check().cookies


@pytest.mark.parametrize(
    "malformed", ["short", "has space in it", "a" * 256, "semi;colon12", "ümläut-ümläut", "new\nline-123"]
)
def test_malformed_browser_id_is_replaced(browser, member, malformed):
    browser.set_cookie("browserId", malformed)
    response = browser.log_in(member.email)

    assert is_minted(response.cookies["browserId"].value)
    assert browser.check().status_code == 200


def test_browser_ids_that_differ_in_case_are_two_browsers(browser, other_browser, member, other_member):
    browser.set_cookie("browserId", "abcdefgh")
    other_browser.set_cookie("browserId", "ABCDEFGH")

    assert browser.log_in(member.email).status_code == 200
    assert other_browser.log_in(other_member.email).status_code == 200
    assert BrowserSession.objects.count() == 2


def test_cookie_transport_puts_no_token_into_the_body(browser, member):
    response = browser.log_in(member.email, transport="cookie")

    assert set(response.json()) == {"user", "session"}
    for name, path in (("auth_token", "/"), ("refresh_token", "/api/users/")):
        cookie = response.cookies[name]
        assert cookie.value
        assert cookie["path"] == path
        assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert browser.check().status_code == 200


def test_login_on_a_browser_in_use_is_409_and_not_a_failed_login(browser, member, other_member):
    browser.log_in(member.email)
    for _ in range(7):  # more than the limit of wrong passwords
        refused = browser.log_in(other_member.email)
        assert refused.status_code == 409
        assert refused.json() == {"error": BROWSER_IN_USE, "code": "browser_in_use"}
    other_member.refresh_from_db()
    assert other_member.last_login is None
    assert browser.check().json()["user"]["id"] == member.pk


def test_browser_in_use_is_reported_only_with_the_right_password(browser, member, other_member):
    browser.log_in(member.email)
    assert browser.log_in(other_member.email, "a wrong password").json()["code"] == "invalid_credentials"


def test_unbound_session_of_a_script_needs_no_cookie(other_browser, member, other_member):
    browser = LocalBrowser(SCRIPT)
    browser.log_in(member.email)  # the login below ignores the browser's cookie
    response = browser.log_in(other_member.email, bind_browser=False)

    assert response.status_code == 200
    assert not response.cookies
    other_browser.access = browser.access
    assert other_browser.check().json()["user"]["id"] == other_member.pk
    assert other_browser.rotate(browser.refresh).status_code == 200
    assert other_browser.log_out().status_code == 204
    assert other_browser.check().json()["code"] == "session_ended"
    assert BrowserSession.objects.count() == 1


def test_login_updates_last_login(browser, member):
    browser.log_in(member.email)
    member.refresh_from_db()
    assert abs((member.last_login - BrowserSession.objects.get().created_at).total_seconds()) < 1
