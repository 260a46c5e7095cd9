"""When admin sessions end: changes of role, status and password, and the idle timeout."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY

from tests.hashers import PASSWORD
from tests.users.mailed_links import NEW, confirm_password_reset, get_link, request_password_reset

CHANGE = "/api/users/password/change/"


def test_admin_session_of_a_demoted_cashier_ends_with_the_next_request(
    admin_password_login, signed_in, manager, cashier
):
    browser = admin_password_login(cashier)
    assert browser.is_signed_in()
    signed_in(manager).patch(f"/api/users/{cashier.pk}/", {"role": "member"})
    assert not browser.is_signed_in()


def test_manager_demoted_to_cashier_must_log_in_again_with_cashier_permissions(
    admin_password_login, signed_in, administrator, manager
):
    browser = admin_password_login(manager)
    signed_in(administrator).patch(f"/api/users/{manager.pk}/", {"role": "cashier"})
    assert not browser.is_signed_in()
    assert browser.log_in(manager.email).status_code == 302
    assert browser.get("/admin/audit/auditevent/").status_code == 403
    assert browser.get("/admin/users/user/").status_code == 200


def test_deactivation_ends_the_admin_session_and_reactivation_does_not_restore_it(
    admin_password_login, signed_in, manager, cashier
):
    browser, manager_client = admin_password_login(cashier), signed_in(manager)
    manager_client.patch(f"/api/users/{cashier.pk}/", {"is_active": False})
    assert not browser.is_signed_in()
    manager_client.patch(f"/api/users/{cashier.pk}/", {"is_active": True})
    assert not browser.is_signed_in()
    assert browser.log_in(cashier.email).status_code == 302


def test_deactivation_and_reactivation_without_a_request_between_end_the_admin_session(
    admin_password_login, signed_in, manager, cashier
):
    browser, manager_client = admin_password_login(cashier), signed_in(manager)
    manager_client.patch(f"/api/users/{cashier.pk}/", {"is_active": False})
    manager_client.patch(f"/api/users/{cashier.pk}/", {"is_active": True})
    assert not browser.is_signed_in()


def test_password_change_in_the_api_ends_the_admin_session(admin_password_login, signed_in, cashier):
    browser = admin_password_login(cashier)
    signed_in(cashier).post(CHANGE, {"current_password": PASSWORD, "new_password": NEW})
    assert not browser.is_signed_in()


def test_password_reset_ends_the_admin_session(admin_password_login, browser, cashier, mailoutbox):
    admin_client = admin_password_login(cashier)
    mailoutbox.clear()
    request_password_reset(browser, cashier.email)
    assert confirm_password_reset(browser, get_link(mailoutbox[0])).status_code == 204
    assert not admin_client.is_signed_in()


@pytest.mark.parametrize(("idle", "alive"), [(2 * 3600 - 1, True), (2 * 3600, False)])
def test_admin_session_expires_after_two_idle_hours(clock, admin_password_login, manager, idle, alive):
    browser = admin_password_login(manager)
    clock.shift(idle)
    assert browser.is_signed_in() is alive


def test_password_change_in_the_admin_ends_all_other_sessions_of_the_person(
    admin_password_login, signed_in, browser, cashier
):
    current_browser, other_browser = admin_password_login(cashier), admin_password_login(cashier)
    api_clients = [signed_in(cashier), signed_in(cashier, bind_browser=False)]
    response = current_browser.change_password(PASSWORD, NEW)

    assert (response.status_code, response.headers["Location"]) == (302, "/admin/password_change/done/")
    assert current_browser.is_signed_in()
    assert not other_browser.is_signed_in()
    for client in api_clients:
        assert client.check().json()["code"] == "session_ended"
        assert client.rotate().json()["code"] == "session_ended"
    assert browser.log_in(cashier.email).status_code == 401
    assert browser.log_in(cashier.email, NEW).status_code == 200


def test_wrong_current_passwords_in_the_admin_count_as_login_attempts(clock, admin_login, browser, cashier):
    admin_client = admin_login(cashier)  # without a login, on a browser that is not known
    for _ in range(3):
        assert admin_client.change_password("a wrong password", NEW).status_code == 200
    for _ in range(2):
        browser.log_in(cashier.email, "a wrong password")
    clock.shift(10)

    page = admin_client.change_password(PASSWORD, NEW)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "50")
    assert browser.log_in(cashier.email).headers["Retry-After"] == "50"
    clock.shift(50)
    assert admin_client.change_password(PASSWORD, NEW).status_code == 302


def test_password_change_page_shows_wrong_password_and_limit_errors(clock, admin_password_login, cashier):
    admin_client = admin_password_login(cashier)
    for _ in range(5):
        assert "This is not your current password." in admin_client.change_password("a wrong one", NEW).content.decode()
    assert "Too many requests." in admin_client.change_password(PASSWORD, NEW).content.decode()


@pytest.mark.parametrize(
    ("new", "again"),
    [("Xk3-9vPq_7z", None), ("peanutbutter", None), ("cashier@bank.com", None), (NEW, NEW + "?"), ("p-9" * 43, None)],
    ids=["short", "common", "own e-mail", "mistyped", "longer than a login accepts"],
)
def test_invalid_new_password_in_the_admin_is_rejected(admin_password_login, browser, cashier, new, again):
    assert admin_password_login(cashier).change_password(PASSWORD, new, again).status_code == 200
    assert browser.log_in(cashier.email).status_code == 200


def test_admin_session_stores_the_backend_path_of_the_earlier_release(admin_password_login, manager):
    """Servers of both releases accept it while an upgrade is under way."""
    browser = admin_password_login(manager)

    assert browser.client.session[BACKEND_SESSION_KEY] == "users.backends.NoPasswords"
