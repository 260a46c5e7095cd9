"""A copied `sessionid` without the cookie of its browser gives no access and does not affect the session."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from audit.models import AuditEvent
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser
from tests.hashers import PASSWORD
from users.models import User

USERS = "/admin/users/user/"


@pytest.fixture
def owner(admin_password_login, manager):
    """The manager's browser, logged in through the login page."""
    return admin_password_login(manager)


@pytest.fixture
def thief(owner):
    """Another browser with the owner's `sessionid` and no other cookie."""
    browser = AdminBrowser(REMOTE_ADDR="10.6.6.6")
    browser.client.cookies["sessionid"] = owner.client.cookies["sessionid"].value
    return browser


def mismatches():
    rows = AuditEvent.objects.filter(event="browser_mismatch").order_by("id")
    return list(rows.values_list("user_id", "actor_id", "ip_address"))


def test_stolen_session_redirects_to_the_login_and_the_owner_stays_signed_in(owner, thief, manager):
    session, cookie = Session.objects.values().get(), owner.client.cookies["sessionid"].value
    for path in ("/admin/", USERS, "/admin/no/such/page/", "/admin/password_change/"):
        response = thief.get(path)
        assert (response.status_code, response.headers["Location"]) == (302, f"/admin/login/?next={path}")
        assert not response.cookies

    assert Session.objects.values().get() == session
    assert owner.is_signed_in()
    assert owner.client.cookies["sessionid"].value == cookie
    assert mismatches() == [(manager.pk, None, "10.6.6.6")] * 4
    assert AuditEvent.objects.filter(event="browser_mismatch").first().details == {
        "session": BrowserSession.objects.get(user=manager).pk
    }


@pytest.mark.parametrize("browser_id", ["a" * 43, "x", "", "é"], ids=["another", "short", "empty", "not ASCII"])
def test_stolen_session_with_another_browser_id_is_rejected(owner, thief, browser_id):
    thief.client.cookies["browserId"] = browser_id
    assert thief.get(USERS).status_code == 302
    assert owner.is_signed_in()
    assert len(mismatches()) == 1


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/admin/logout/", {}),
        ("/admin/password_change/", {"old_password": PASSWORD, "new_password1": "x" * 20, "new_password2": "x" * 20}),
        (USERS + "add/", {"email": "evil@example.com", "full_name": "Eve", "role": "member"}),
    ],
)
def test_stolen_session_changes_nothing(owner, thief, path, form):
    response = thief.post(path, **form)
    assert response.status_code == 302
    assert "sessionid" not in response.cookies
    assert owner.is_signed_in()
    assert User.objects.count() == 1
    assert owner.log_in("manager@bank.com").status_code == 302


def test_login_page_with_a_stolen_session_shows_no_name_and_keeps_the_session(owner, thief, manager):
    response = thief.get("/admin/login/")
    assert response.status_code == 200
    assert manager.email not in response.content.decode()
    assert set(response.cookies) == {"csrftoken"}
    assert thief.log_in("nobody@example.com", "wrong").status_code == 200
    assert owner.is_signed_in()


def test_login_of_another_user_with_a_stolen_session_keeps_the_owners_session(owner, thief, cashier):
    """By default, Django flushes the existing session when another user logs in."""
    stolen = thief.client.cookies["sessionid"].value
    assert thief.log_in(cashier.email).status_code == 302
    assert thief.client.cookies["sessionid"].value != stolen
    assert thief.is_signed_in()
    assert owner.is_signed_in()


def test_login_page_with_a_stolen_session_does_not_reveal_the_owners_csrf_token(owner):
    """The login page generates a new CSRF token."""
    thief = Client(enforce_csrf_checks=True)
    thief.cookies["sessionid"] = owner.client.cookies["sessionid"].value
    response = thief.get("/admin/login/")
    assert response.cookies["csrftoken"].value != owner.client.cookies["csrftoken"].value


def test_stolen_session_is_unknown_after_the_owner_has_signed_out(owner, thief):
    owner.log_out()
    assert thief.get("/admin/").status_code == 302
    assert mismatches() == []
    assert not Session.objects.exists()


@pytest.mark.parametrize("reason", ["row is gone", "row has expired", "user is inactive"])
def test_stolen_session_without_an_active_browser_session_is_deleted(owner, thief, manager, reason):
    if reason == "row is gone":
        BrowserSession.objects.all().delete()
    elif reason == "row has expired":
        BrowserSession.objects.update(expires_at="2000-01-01T00:00:00Z")
    else:
        User.objects.update(is_active=False)
    response = thief.get("/admin/")
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/login/?next=/admin/&ended=session")
    assert not Session.objects.exists()
    assert mismatches() == []
    assert not owner.is_signed_in()
