"""When the admin's own sessions end: with the rights, the person's activity, the password."""

import pytest

from tests.hashers import PASSWORD
from tests.users.mailed_links import NEW, confirm_password_reset, get_link, request_password_reset

CHANGE = "/api/users/password/change/"


def test_a_role_that_is_taken_away_acts_on_the_next_request(admin_password_login, signed_in, manager, cashier):
    browser = admin_password_login(cashier)
    assert browser.is_signed_in()
    signed_in(manager).patch(f"/api/users/{cashier.pk}/", {"role": "member"})
    assert not browser.is_signed_in()


def test_a_manager_made_cashier_signs_in_again_and_sees_what_a_cashier_sees(
    admin_password_login, signed_in, administrator, manager
):
    browser = admin_password_login(manager)
    signed_in(administrator).patch(f"/api/users/{manager.pk}/", {"role": "cashier"})
    assert not browser.is_signed_in()
    assert browser.log_in(manager.email).status_code == 302
    assert browser.get("/admin/audit/auditevent/").status_code == 403
    assert browser.get("/admin/users/user/").status_code == 200


def test_deactivation_ends_it_at_once_and_reactivation_does_not_revive_it(
    admin_password_login, signed_in, manager, cashier
):
    browser, chief = admin_password_login(cashier), signed_in(manager)
    chief.patch(f"/api/users/{cashier.pk}/", {"is_active": False})
    assert not browser.is_signed_in()
    chief.patch(f"/api/users/{cashier.pk}/", {"is_active": True})
    assert not browser.is_signed_in()
    assert browser.log_in(cashier.email).status_code == 302


def test_deactivation_ends_it_even_if_nobody_looks_meanwhile(admin_password_login, signed_in, manager, cashier):
    browser, chief = admin_password_login(cashier), signed_in(manager)
    chief.patch(f"/api/users/{cashier.pk}/", {"is_active": False})
    chief.patch(f"/api/users/{cashier.pk}/", {"is_active": True})
    assert not browser.is_signed_in()


def test_a_password_changed_at_the_api_ends_it(admin_password_login, signed_in, cashier):
    browser = admin_password_login(cashier)
    signed_in(cashier).post(CHANGE, {"current_password": PASSWORD, "new_password": NEW})
    assert not browser.is_signed_in()


def test_a_password_reset_ends_it(admin_password_login, browser, cashier, mailoutbox):
    inside = admin_password_login(cashier)
    request_password_reset(browser, cashier.email)
    assert confirm_password_reset(browser, get_link(mailoutbox[0])).status_code == 204
    assert not inside.is_signed_in()


@pytest.mark.parametrize(("idle", "alive"), [(2 * 3600 - 1, True), (2 * 3600, False)])
def test_it_ends_by_itself_after_two_hours(clock, admin_password_login, manager, idle, alive):
    browser = admin_password_login(manager)
    clock.shift(idle)
    assert browser.is_signed_in() is alive


def test_a_password_changed_here_ends_the_browser_sessions_and_the_other_ones_here(
    admin_password_login, signed_in, browser, cashier
):
    here, there = admin_password_login(cashier), admin_password_login(cashier)
    outside = [signed_in(cashier), signed_in(cashier, bind_browser=False)]
    response = here.change_password(PASSWORD, NEW)

    assert (response.status_code, response.headers["Location"]) == (302, "/admin/password_change/done/")
    assert here.is_signed_in()
    assert not there.is_signed_in()
    for other in outside:
        assert other.check().json()["code"] == "session_ended"
        assert other.rotate().json()["code"] == "session_ended"
    assert browser.log_in(cashier.email).status_code == 401
    assert browser.log_in(cashier.email, NEW).status_code == 200


def test_wrong_current_passwords_here_are_tries(clock, admin_password_login, browser, cashier):
    inside = admin_password_login(cashier)
    for _ in range(3):
        assert inside.change_password("a wrong password", NEW).status_code == 200
    for _ in range(2):
        browser.log_in(cashier.email, "a wrong password")
    clock.shift(10)

    page = inside.change_password(PASSWORD, NEW)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "50")
    assert browser.log_in(cashier.email).headers["Retry-After"] == "50"
    clock.shift(50)
    assert inside.change_password(PASSWORD, NEW).status_code == 302


def test_the_page_says_what_is_wrong(clock, admin_password_login, cashier):
    inside = admin_password_login(cashier)
    for _ in range(5):
        assert "This is not your current password." in inside.change_password("a wrong one", NEW).content.decode()
    assert "Too many requests." in inside.change_password(PASSWORD, NEW).content.decode()


@pytest.mark.parametrize(
    ("new", "again"),
    [("Xk3-9vPq_7z", None), ("peanutbutter", None), ("cashier@bank.com", None), (NEW, NEW + "?"), ("p-9" * 43, None)],
    ids=["short", "common", "the e-mail", "mistyped", "longer than a login takes"],
)
def test_a_new_password_that_cannot_be_is_refused(admin_password_login, browser, cashier, new, again):
    assert admin_password_login(cashier).change_password(PASSWORD, new, again).status_code == 200
    assert browser.log_in(cashier.email).status_code == 200
