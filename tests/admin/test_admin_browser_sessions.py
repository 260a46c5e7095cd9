"""A login to the admin is a browser session like any other."""

import pytest

from audit.models import AuditEvent
from sessions_browser.browser_ids import is_minted
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser
from tests.hashers import PASSWORD
from tests.users.mailed_links import NEW

IN_USE = "Another user is already logged in on this browser."


def admin_on_same_browser(browser):
    """A client of the admin in the same browser as the single-page application."""
    admin_client = AdminBrowser()
    admin_client.client = browser.client
    return admin_client


def test_admin_login_on_a_new_browser_sets_a_cookie_and_is_listed_as_a_session(admin_browser, signed_in, manager):
    assert admin_browser.log_in(manager.email).status_code == 302
    cookie = admin_browser.client.cookies["browserId"]
    assert (is_minted(cookie.value), cookie["httponly"], cookie["path"]) == (True, True, "/")
    listed = signed_in(manager).get("/api/sessions/").json()["results"]
    assert [row["current"] for row in listed] == [True, False]
    assert [row["browser"] for row in listed] == ["Firefox 140 on Linux"] * 2


def test_admin_login_on_a_browser_in_use_by_another_user_is_rejected_and_audited(browser, cashier, manager):
    browser.log_in(cashier.email)
    admin_client = admin_on_same_browser(browser)
    page = admin_client.log_in(manager.email)
    assert page.status_code == 409
    assert IN_USE in page.content.decode()
    assert not admin_client.is_signed_in()
    assert browser.check().status_code == 200
    assert AuditEvent.objects.get(event="login_blocked").user_id == manager.pk


def test_api_login_on_a_browser_with_another_users_admin_session_is_rejected(browser, cashier, manager):
    admin_client = admin_on_same_browser(browser)
    admin_client.log_in(manager.email)
    assert browser.log_in(cashier.email).json()["code"] == "browser_in_use"
    assert admin_client.is_signed_in()


def test_admin_login_reuses_the_users_browser_session_and_keeps_its_tokens(browser, manager):
    browser.log_in(manager.email)
    admin_client = admin_on_same_browser(browser)
    assert admin_client.log_in(manager.email).status_code == 302
    assert browser.check().status_code == 200
    assert browser.rotate().status_code == 200
    assert admin_client.is_signed_in()
    assert BrowserSession.objects.count() == 1


def test_new_api_login_ends_the_admin_session_on_the_same_browser(browser, manager):
    admin_client = admin_on_same_browser(browser)
    admin_client.log_in(manager.email)
    browser.log_in(manager.email)
    assert not admin_client.is_signed_in()


def test_admin_logout_ends_the_api_session_on_the_same_browser(browser, manager):
    browser.log_in(manager.email)
    admin_client = admin_on_same_browser(browser)
    admin_client.log_in(manager.email)
    admin_client.log_out()
    assert browser.check().json()["code"] == "session_ended"
    assert not BrowserSession.objects.exists()


def test_api_logout_ends_the_admin_session_on_the_same_browser(browser, manager):
    admin_client = admin_on_same_browser(browser)
    admin_client.log_in(manager.email)
    assert browser.log_out().status_code == 204
    assert not admin_client.is_signed_in()


def test_revoking_the_browser_session_ends_the_admin_session(admin_password_login, signed_in, manager, cashier):
    admin_client, manager_client = admin_password_login(cashier), signed_in(manager)
    number = BrowserSession.objects.get(user=cashier).pk
    assert manager_client.delete(f"/api/sessions/{number}/").status_code == 204
    assert not admin_client.is_signed_in()


def test_sessionid_without_the_browser_cookie_is_not_signed_in(admin_password_login, manager):
    admin_client, thief = admin_password_login(manager), AdminBrowser()
    thief.client.cookies["sessionid"] = admin_client.client.cookies["sessionid"].value
    assert not thief.is_signed_in()


@pytest.mark.parametrize("browser_id", ["", "short", "another-browser-0123456789"])
def test_sessionid_with_another_browser_id_is_not_signed_in(admin_password_login, manager, browser_id):
    admin_client = admin_password_login(manager)
    admin_client.client.cookies["browserId"] = browser_id
    assert not admin_client.is_signed_in()


@pytest.mark.slow
def test_activity_extends_the_admin_session_up_to_the_absolute_timeout(clock, admin_password_login, manager):
    admin_client = admin_password_login(manager)
    for _ in range(23):
        clock.shift(3600)
        assert admin_client.is_signed_in()
    clock.shift(3599)
    assert admin_client.is_signed_in()
    clock.shift(1)
    assert not admin_client.is_signed_in()


def test_api_activity_extends_the_admin_session(clock, browser, manager):
    browser.log_in(manager.email, transport="cookie")
    admin_client = admin_on_same_browser(browser)
    admin_client.log_in(manager.email)
    for _ in range(3):
        clock.shift(3000)
        assert browser.rotate(None).status_code == 200
        assert browser.check().status_code == 200
    assert admin_client.is_signed_in()


def test_password_change_in_the_admin_keeps_the_session_of_the_browser(browser, cashier):
    browser.log_in(cashier.email)
    admin_client = admin_on_same_browser(browser)
    admin_client.log_in(cashier.email)
    assert admin_client.change_password(PASSWORD, NEW).status_code == 302
    assert admin_client.is_signed_in()
    assert browser.check().status_code == 200


def test_admin_without_the_session_middleware_signs_nobody_in(admin_password_login, manager, settings):
    admin_client = admin_password_login(manager)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "staff_session_middleware" not in name]
    admin_client.client.handler.load_middleware()
    assert not admin_client.is_signed_in()
