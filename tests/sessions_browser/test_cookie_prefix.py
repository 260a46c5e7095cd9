"""`COOKIE_PREFIX`: names with the prefixes `__Host-` and `__Secure-`; the old names are read for a year."""

from datetime import date

import pytest

from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser
from tests.hashers import PASSWORD

CHECK, LOGOUT = "/api/users/auth/check/", "/api/users/logout/"
NAMES = {"browserId": "__Host-browserId", "auth_token": "__Host-auth_token", "refresh_token": "__Secure-refresh_token"}


@pytest.fixture
def prefix(settings, clock):
    """Turns the prefix on or off, as a restart of this server does; the clock starts on 2026-03-01."""

    def turn(on, since=date(2026, 3, 1)):
        settings.COOKIE_PREFIX, settings.COOKIE_PREFIX_SINCE = on, since if on else None

    return turn


@pytest.fixture
def sign_in(browser, member):
    def run():
        response = browser.log_in(member.email, PASSWORD, transport="cookie")
        assert response.status_code == 200
        return response

    return run


def set_cookies(response):
    return {name for name, morsel in response.cookies.items() if morsel.value}


def cleared_cookies(response):
    return {name for name, morsel in response.cookies.items() if not morsel.value and morsel["max-age"] == 0}


def keep_only(browser, names):
    """Removes all other cookies, as a browser does that never had them."""
    for name in [*NAMES, *NAMES.values()]:
        if name not in names:
            browser.drop_cookie(name)


def rename(browser, names):
    """Moves the values of cookies to other names."""
    for old, new in names.items():
        browser.set_cookie(new, browser.cookie(old))
        browser.drop_cookie(old)


def test_cookies_with_a_prefix_meet_its_conditions(prefix, sign_in):
    prefix(True)
    cookies = sign_in().cookies

    assert set(cookies) == set(NAMES.values())
    for name, morsel in cookies.items():
        assert (morsel["secure"], morsel["httponly"], morsel["domain"]) == (True, True, "")
        assert morsel["path"] == ("/api/users/" if name == "__Secure-refresh_token" else "/")


def test_session_with_prefixed_cookies_is_checked_refreshed_and_ended(prefix, browser, sign_in):
    prefix(True)
    sign_in()

    assert browser.get(CHECK).status_code == 200
    assert set_cookies(browser.rotate(None)) == {"__Host-auth_token", "__Secure-refresh_token"}
    assert browser.get(CHECK).status_code == 200
    assert browser.post(LOGOUT).status_code == 204
    assert BrowserSession.objects.count() == 0


def test_browser_signed_in_before_the_prefix_stays_signed_in_and_gets_the_new_names(prefix, browser, sign_in):
    sign_in()
    old = browser.cookie("browserId")
    prefix(True)

    assert browser.get(CHECK).status_code == 200
    response = browser.rotate(None)
    assert set_cookies(response) == {"__Host-auth_token", "__Secure-refresh_token"}
    assert cleared_cookies(response) == {"auth_token", "refresh_token"}
    assert browser.get(CHECK).status_code == 200
    assert set_cookies(sign_in()) == set(NAMES.values())
    assert browser.cookie("__Host-browserId") == old
    assert BrowserSession.objects.count() == 1


@pytest.mark.parametrize("forms", [("old",), ("new",), ("old", "new")])
def test_logout_clears_the_tokens_under_both_names(forms, prefix, browser, sign_in):
    prefix(True)
    sign_in()
    values = {name: browser.cookie(new) for name, new in NAMES.items()}
    keep_only(browser, [])
    for form in forms:
        for name, value in values.items():
            browser.set_cookie(name if form == "old" else NAMES[name], value)
    response = browser.post(LOGOUT)

    assert cleared_cookies(response) == {"auth_token", "refresh_token", "__Host-auth_token", "__Secure-refresh_token"}
    assert BrowserSession.objects.count() == 0


def test_prefixed_cookies_take_precedence_over_planted_ones(prefix, browser, sign_in):
    prefix(True)
    sign_in()
    browser.set_cookie("browserId", "planted-by-another-host")
    browser.set_cookie("auth_token", "e30.e30.planted")
    browser.set_cookie("refresh_token", "e30.e30.planted")

    assert browser.get(CHECK).status_code == 200
    assert browser.rotate(None).status_code == 200
    assert BrowserSession.objects.count() == 1


def test_old_names_are_read_for_365_days(prefix, clock, browser, sign_in):
    clock.move_to("2027-02-28T23:59:00Z")
    prefix(True)
    sign_in()
    rename(browser, {new: old for old, new in NAMES.items()})

    assert browser.get(CHECK).status_code == 200
    clock.shift(60)
    assert browser.get(CHECK).json()["code"] == "not_authenticated"
    assert browser.rotate(None).json()["code"] == "not_authenticated"
    prefix(True, since=None)
    assert browser.get(CHECK).status_code == 200


def test_server_without_the_prefix_accepts_the_cookies_of_one_with_it(prefix, browser, sign_in):
    prefix(True)
    sign_in()
    prefix(False)

    assert browser.get(CHECK).status_code == 200
    response = browser.rotate(None)
    assert set_cookies(response) == {"auth_token", "refresh_token"}
    assert cleared_cookies(response) == {"__Host-auth_token", "__Secure-refresh_token"}
    prefix(True)
    assert browser.get(CHECK).status_code == 200
    assert browser.rotate(None).status_code == 200
    assert BrowserSession.objects.count() == 1


def test_without_the_prefix_responses_name_no_other_cookies(browser, sign_in):
    assert set(sign_in().cookies) == set(NAMES)
    assert set(browser.rotate(None).cookies) == {"auth_token", "refresh_token"}
    assert set(browser.post(LOGOUT).cookies) == {"auth_token", "refresh_token"}


def test_staff_site_binds_its_sign_in_to_the_prefixed_browser_id(prefix, db, django_user_model):
    prefix(True)
    django_user_model.objects.create_user("boss@bank.com", PASSWORD, full_name="Bo Boss", role="manager")
    admin = AdminBrowser()

    assert admin.log_in("boss@bank.com", PASSWORD).status_code == 302
    assert "__Host-browserId" in admin.client.cookies
    assert "browserId" not in admin.client.cookies
    assert admin.is_signed_in()
