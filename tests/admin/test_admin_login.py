"""The sign-in of the admin: staff only, with the limits and the audit events of the API's own."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client

from audit.models import AuditEvent
from bankportal.settings import PASSWORD_HASHERS
from tests.admin.admin_client import AdminBrowser
from tests.hashers import PASSWORD
from tests.rate_limit_settings import set_rates
from users.models import User

WRONG = "a wrong password"
REFUSED = "Please enter the correct email and password for a staff account."


def audit_rows():
    return list(AuditEvent.objects.order_by("id").values_list("event", "user_id", "actor_id", "ip_address"))


@pytest.mark.parametrize("who", ["cashier", "manager", "administrator"])
def test_staff_enter_and_leave_a_trace(admin_browser, request, who):
    person = request.getfixturevalue(who)
    response = admin_browser.log_in(person.email)

    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
    assert admin_browser.is_signed_in()
    assert audit_rows() == [("admin_login", person.pk, person.pk, "127.0.0.1")]


@pytest.mark.parametrize("spelling", ["MANAGER@BANK.COM", "  manager@bank.com "])
def test_the_address_may_be_spelled_as_at_the_api(admin_browser, manager, spelling):
    assert admin_browser.log_in(spelling).status_code == 302


def test_a_member_cannot_with_the_right_password_and_is_told_nothing(admin_browser, member, cashier):
    User.objects.create_user("left@bank.com", PASSWORD, role="manager", is_active=False)
    tries = [(member.email, PASSWORD), (cashier.email, WRONG), ("left@bank.com", PASSWORD), ("no@bank.com", PASSWORD)]
    for email, password in tries:
        page = admin_browser.log_in(email, password)
        assert page.status_code == 200
        assert REFUSED in page.content.decode()
        assert not admin_browser.is_signed_in()
    assert [event for event, *_ in audit_rows()] == ["login_failed"] * 4
    assert audit_rows()[0][1:3] == (member.pk, None)


def test_nobody_sees_a_page_without_signing_in(admin_browser):
    for path in ("/admin/", "/admin/users/user/", "/admin/audit/auditevent/", "/admin/password_change/"):
        response = admin_browser.get(path)
        assert (response.status_code, response.headers["Location"]) == (302, f"/admin/login/?next={path}")


def test_wrong_tries_here_and_at_the_api_share_one_bucket(clock, admin_browser, browser, manager):
    for _ in range(3):
        assert admin_browser.log_in(manager.email, WRONG).status_code == 200
    for _ in range(2):
        assert browser.log_in(manager.email, WRONG).status_code == 401
    clock.shift(20)

    page = admin_browser.log_in(manager.email)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "40")
    assert "Too many requests" in page.content.decode()
    assert not admin_browser.is_signed_in()
    response = browser.log_in(manager.email)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "40")
    assert AuditEvent.objects.filter(event="login_throttled", user_id=manager.pk).count() == 2
    clock.shift(40)
    assert admin_browser.log_in(manager.email).status_code == 302


def test_failures_here_count_for_the_address_at_the_api(clock, admin_browser, browser, manager, settings):
    set_rates(settings, login_address="3/minute")
    for number in range(3):
        admin_browser.log_in(f"guess{number}@bank.com", WRONG)
    assert browser.log_in(manager.email).status_code == 429
    assert AdminBrowser(REMOTE_ADDR="10.0.0.1").log_in(manager.email).status_code == 302


def test_a_members_right_password_is_a_wrong_try_here(clock, admin_browser, browser, member):
    for _ in range(5):
        admin_browser.log_in(member.email)
    assert browser.log_in(member.email).status_code == 429


def test_who_gets_in_gets_the_try_back(clock, admin_browser, browser, manager):
    for _ in range(7):
        assert admin_browser.log_in(manager.email).status_code == 302
        admin_browser.log_out()
    for _ in range(5):
        assert browser.log_in(manager.email, WRONG).status_code == 401


@pytest.mark.parametrize("form", [{}, {"username": "manager@bank.com"}, {"password": PASSWORD}])
def test_an_unfinished_form_is_no_try(admin_browser, manager, form):
    for _ in range(6):
        assert admin_browser.post("/admin/login/", **form).status_code == 200
    assert not AuditEvent.objects.exists()
    assert admin_browser.log_in(manager.email).status_code == 302


@pytest.mark.parametrize("password", ["p" * 129, "nul\0character"])
def test_a_password_that_nobody_can_have_is_no_try_either(admin_browser, manager, password):
    assert admin_browser.log_in(manager.email, password).status_code == 200
    assert not AuditEvent.objects.exists()


def test_a_form_without_its_csrf_token_is_refused(manager):
    form = {"username": manager.email, "password": PASSWORD}
    assert Client(enforce_csrf_checks=True).post("/admin/login/", form).status_code == 403
    assert not Session.objects.exists()


def test_leaving_ends_the_session_and_leaves_a_trace(admin_password_login, manager):
    browser = admin_password_login(manager)
    cookie = browser.client.cookies["sessionid"].value
    browser.log_out()

    assert not browser.is_signed_in()
    browser.client.cookies["sessionid"] = cookie
    assert not browser.is_signed_in()
    assert audit_rows()[-1] == ("admin_logout", manager.pk, manager.pk, "127.0.0.1")


def test_a_link_signs_nobody_out(admin_password_login, manager):
    browser = admin_password_login(manager)
    assert browser.get("/admin/logout/").status_code == 405
    assert browser.is_signed_in()


def test_the_session_is_a_cookie_of_the_admin_alone_and_the_table_hands_out_none(admin_password_login, manager):
    browser = admin_password_login(manager)
    cookie = browser.client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/admin/")

    stored = Session.objects.get().session_key
    assert stored != cookie.value
    browser.client.cookies["sessionid"] = stored
    assert not browser.is_signed_in()


def test_djangos_own_way_to_judge_a_password_lets_nobody_in(manager):
    assert authenticate(None, username=manager.email, password=PASSWORD) is None
    assert not Client().login(username=manager.email, password=PASSWORD)


def test_the_admins_session_is_worth_nothing_at_the_api(admin_password_login, manager):
    assert admin_password_login(manager).get("/api/users/me/").json()["code"] == "not_authenticated"


def test_imported_hash_is_renewed_by_a_sign_in_here(admin_browser, manager, settings):
    """As at the API: it would cost a second hash at every sign-in."""
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    imported = PBKDF2PasswordHasher().encode(PASSWORD, "saltsaltsaltsaltsaltsa", iterations=1)
    User.objects.filter(pk=manager.pk).update(password=imported)
    assert admin_browser.log_in(manager.email, WRONG).status_code == 200
    assert User.objects.get().password == imported

    assert admin_browser.log_in(manager.email).status_code == 302
    renewed = User.objects.get().password
    assert renewed.startswith("argon2$argon2id$")
    assert admin_browser.is_signed_in()
    assert admin_browser.log_in(manager.email).status_code == 302
    assert User.objects.get().password == renewed
