"""Signing in to the admin is a browser session like any other."""

import pytest

from audit.models import AuditEvent
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser
from tests.hashers import PASSWORD
from tests.users.mailed_links import NEW

IN_USE = "Another user is already logged in on this browser."


def beside(browser):
    """The admin's pages in the same browser as the single-page application."""
    pages = AdminBrowser()
    pages.client = browser.client
    return pages


def test_a_new_browser_gets_its_name_and_a_row_that_its_owner_sees(admin_browser, signed_in, manager):
    assert admin_browser.log_in(manager.email).status_code == 302
    cookie = admin_browser.client.cookies["browserId"]
    assert (len(cookie.value), cookie["httponly"], cookie["path"]) == (43, True, "/")
    listed = signed_in(manager).get("/api/sessions/").json()["results"]
    assert [row["current"] for row in listed] == [True, False]
    assert [row["browser"] for row in listed] == ["Firefox 140 on Linux"] * 2


def test_on_a_browser_of_somebody_else_it_is_refused_and_leaves_a_trace(browser, cashier, manager):
    browser.log_in(cashier.email)
    inside = beside(browser)
    page = inside.log_in(manager.email)
    assert page.status_code == 409
    assert IN_USE in page.content.decode()
    assert not inside.is_signed_in()
    assert browser.check().status_code == 200
    assert AuditEvent.objects.get(event="login_blocked").user_id == manager.pk


def test_the_other_way_round_too(browser, cashier, manager):
    inside = beside(browser)
    inside.log_in(manager.email)
    assert browser.log_in(cashier.email).json()["code"] == "browser_in_use"
    assert inside.is_signed_in()


def test_it_joins_the_same_users_session_whose_tokens_live_on(browser, manager):
    browser.log_in(manager.email)
    inside = beside(browser)
    assert inside.log_in(manager.email).status_code == 302
    assert browser.check().status_code == 200
    assert browser.rotate().status_code == 200
    assert inside.is_signed_in()
    assert BrowserSession.objects.count() == 1


def test_a_new_sign_in_at_the_api_ends_what_was_before(browser, manager):
    inside = beside(browser)
    inside.log_in(manager.email)
    browser.log_in(manager.email)
    assert not inside.is_signed_in()


def test_signing_out_here_ends_the_applications_session_too(browser, manager):
    browser.log_in(manager.email)
    inside = beside(browser)
    inside.log_in(manager.email)
    inside.log_out()
    assert browser.check().json()["code"] == "session_ended"
    assert not BrowserSession.objects.exists()


def test_a_logout_at_the_api_ends_it(browser, manager):
    inside = beside(browser)
    inside.log_in(manager.email)
    assert browser.log_out().status_code == 204
    assert not inside.is_signed_in()


def test_a_revocation_ends_it(admin_password_login, signed_in, manager, cashier):
    inside, chief = admin_password_login(cashier), signed_in(manager)
    number = BrowserSession.objects.get(user=cashier).pk
    assert chief.delete(f"/api/sessions/{number}/").status_code == 204
    assert not inside.is_signed_in()


def test_djangos_cookie_without_the_browsers_is_worth_nothing(admin_password_login, manager):
    inside, thief = admin_password_login(manager), AdminBrowser()
    thief.client.cookies["sessionid"] = inside.client.cookies["sessionid"].value
    assert not thief.is_signed_in()


@pytest.mark.parametrize("browser_id", ["", "short", "another-browser-0123456789"])
def test_nor_with_another_browsers(admin_password_login, manager, browser_id):
    inside = admin_password_login(manager)
    inside.client.cookies["browserId"] = browser_id
    assert not inside.is_signed_in()


def test_activity_keeps_it_alive_up_to_the_absolute_limit(clock, admin_password_login, manager):
    inside = admin_password_login(manager)
    for _ in range(23):
        clock.shift(3600)
        assert inside.is_signed_in()
    clock.shift(3599)
    assert inside.is_signed_in()
    clock.shift(1)
    assert not inside.is_signed_in()


def test_what_is_done_at_the_api_keeps_it_alive(clock, browser, manager):
    browser.log_in(manager.email, transport="cookie")
    inside = beside(browser)
    inside.log_in(manager.email)
    for _ in range(3):
        clock.shift(3000)
        assert browser.rotate(None).status_code == 200
        assert browser.check().status_code == 200
    assert inside.is_signed_in()


def test_a_password_changed_here_keeps_this_browsers_session(browser, cashier):
    browser.log_in(cashier.email)
    inside = beside(browser)
    inside.log_in(cashier.email)
    assert inside.change_password(PASSWORD, NEW).status_code == 302
    assert inside.is_signed_in()
    assert browser.check().status_code == 200


def test_staff_site_without_its_session_middleware_lets_nobody_in(admin_password_login, manager, settings):
    inside = admin_password_login(manager)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "staff_session_middleware" not in name]
    inside.client.handler.load_middleware()
    assert not inside.is_signed_in()
