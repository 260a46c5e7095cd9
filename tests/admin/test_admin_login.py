"""The login to the admin: staff only, with the limits and audit events of the API's login."""

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
INVALID_LOGIN = "The e-mail address or the password is wrong, or this account may not use the back office."


def audit_rows():
    return list(AuditEvent.objects.order_by("id").values_list("event", "user_id", "actor_id", "ip_address"))


@pytest.mark.parametrize("role", ["cashier", "manager", "administrator"])
def test_staff_login_to_the_admin_succeeds_and_is_audited(admin_browser, request, role):
    person = request.getfixturevalue(role)
    response = admin_browser.log_in(person.email)

    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
    assert admin_browser.is_signed_in()
    assert audit_rows() == [("admin_login", person.pk, person.pk, "127.0.0.1")]


@pytest.mark.parametrize("spelling", ["MANAGER@BANK.COM", "  manager@bank.com "])
def test_admin_login_normalizes_the_email(admin_browser, manager, spelling):
    assert admin_browser.log_in(spelling).status_code == 302


def test_admin_login_of_members_and_invalid_logins_return_the_same_error(admin_browser, member, cashier):
    User.objects.create_user("left@bank.com", PASSWORD, role="manager", is_active=False)
    credentials = [
        (member.email, PASSWORD),
        (cashier.email, WRONG),
        ("left@bank.com", PASSWORD),
        ("no@bank.com", PASSWORD),
    ]
    for email, password in credentials:
        page = admin_browser.log_in(email, password)
        assert page.status_code == 200
        assert INVALID_LOGIN in page.content.decode()
        assert not admin_browser.is_signed_in()
    assert [event for event, *_ in audit_rows()] == ["login_failed"] * 4
    assert audit_rows()[0][1:3] == (member.pk, None)


def test_anonymous_request_to_an_admin_page_redirects_to_the_login(admin_browser):
    for path in ("/admin/", "/admin/users/user/", "/admin/audit/auditevent/", "/admin/password_change/"):
        response = admin_browser.get(path)
        assert (response.status_code, response.headers["Location"]) == (302, f"/admin/login/?next={path}")


def test_wrong_passwords_in_the_admin_and_the_api_share_one_limit(clock, admin_browser, browser, manager):
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


def test_failed_admin_logins_count_towards_the_api_limit_of_the_address(
    clock, admin_browser, browser, manager, settings
):
    set_rates(settings, login_address="3/minute")
    for number in range(3):
        admin_browser.log_in(f"guess{number}@bank.com", WRONG)
    assert browser.log_in(manager.email).status_code == 429
    assert AdminBrowser(REMOTE_ADDR="10.0.0.1").log_in(manager.email).status_code == 302


def test_correct_password_of_a_member_counts_as_a_failed_admin_login(clock, admin_browser, browser, member):
    for _ in range(5):
        admin_browser.log_in(member.email)
    assert browser.log_in(member.email).status_code == 429


def test_successful_admin_login_does_not_count_towards_the_limit(clock, admin_browser, browser, manager):
    for _ in range(7):
        assert admin_browser.log_in(manager.email).status_code == 302
        admin_browser.log_out()
    for _ in range(5):
        assert browser.log_in(manager.email, WRONG).status_code == 401


@pytest.mark.parametrize("form", [{}, {"username": "manager@bank.com"}, {"password": PASSWORD}])
def test_incomplete_login_form_does_not_count_as_an_attempt(admin_browser, manager, form):
    for _ in range(6):
        assert admin_browser.post("/admin/login/", **form).status_code == 200
    assert not AuditEvent.objects.exists()
    assert admin_browser.log_in(manager.email).status_code == 302


@pytest.mark.parametrize("password", ["p" * 129, "nul\0character"])
def test_impossible_password_does_not_count_as_an_attempt(admin_browser, manager, password):
    assert admin_browser.log_in(manager.email, password).status_code == 200
    assert not AuditEvent.objects.exists()


def test_admin_login_without_csrf_token_is_rejected(manager):
    form = {"username": manager.email, "password": PASSWORD}
    assert Client(enforce_csrf_checks=True).post("/admin/login/", form).status_code == 403
    assert not Session.objects.exists()


def test_admin_logout_ends_the_session_and_is_audited(admin_password_login, manager):
    browser = admin_password_login(manager)
    cookie = browser.client.cookies["sessionid"].value
    browser.log_out()

    assert not browser.is_signed_in()
    browser.client.cookies["sessionid"] = cookie
    assert not browser.is_signed_in()
    assert audit_rows()[-1] == ("admin_logout", manager.pk, manager.pk, "127.0.0.1")


def test_admin_logout_by_get_is_not_allowed(admin_password_login, manager):
    browser = admin_password_login(manager)
    assert browser.get("/admin/logout/").status_code == 405
    assert browser.is_signed_in()


def test_session_cookie_is_limited_to_the_admin_and_not_equal_to_the_stored_key(admin_password_login, manager):
    browser = admin_password_login(manager)
    cookie = browser.client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/admin/")

    stored = Session.objects.get().session_key
    assert stored != cookie.value
    browser.client.cookies["sessionid"] = stored
    assert not browser.is_signed_in()


def test_django_authenticate_and_client_login_reject_valid_passwords(manager):
    assert authenticate(None, username=manager.email, password=PASSWORD) is None
    assert not Client().login(username=manager.email, password=PASSWORD)


def test_admin_session_does_not_authenticate_api_requests(admin_password_login, manager):
    assert admin_password_login(manager).get("/api/users/me/").json()["code"] == "not_authenticated"


def test_imported_password_hash_is_upgraded_by_an_admin_login(admin_browser, manager, settings):
    """As in the API: the old hash would cost a second hash computation at every login."""
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
