"""An unavailable database is a 503 on the staff site, and the log has the reason."""

import logging

import pytest
from django.db import connection

from core.db.transactions import TRIES
from core.exceptions import ClockError
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser, confirm_action, open_action
from tests.admin.bank_fixtures import deposit_cash, open_account_for
from tests.admin.error_pages import error_page_properties, expected_error_page
from tests.database_errors import check_logged, failing
from tests.hashers import PASSWORD
from tests.users.mailed_links import NEW
from users.models import User

TOO_MANY_CONNECTIONS = (1040, "Too many connections at 10.0.0.5")
PEOPLE = "/admin/users/user/"


@pytest.fixture
def deposit(member, cashier):
    return deposit_cash(open_account_for(member, cashier), cashier)


def test_persistent_conflict_in_an_admin_action_returns_503(manager_admin_client, deposit, monkeypatch, caplog):
    monkeypatch.setattr("core.db.transactions.time.sleep", lambda _: None)
    key = (
        open_action(manager_admin_client, "transactions_transaction", "reverse", deposit.pk)
        .context["form"]["key"]
        .value()
    )
    caplog.clear()
    with failing("UPDATE accounts", 1213, "Deadlock found", times=TRIES):
        response = confirm_action(
            manager_admin_client, "transactions_transaction", "reverse", deposit.pk, key=key, reason="typed twice"
        )
    assert error_page_properties(response) == expected_error_page(503)
    check_logged(caplog, f"POST /admin/transactions/transaction/{deposit.pk}/reverse/", "Deadlock found")


def test_wrong_clock_in_an_admin_action_returns_503_and_logs_an_error(
    manager_admin_client, deposit, database_ahead, caplog
):
    key = (
        open_action(manager_admin_client, "transactions_transaction", "reverse", deposit.pk)
        .context["form"]["key"]
        .value()
    )
    caplog.clear()
    database_ahead(6)
    response = confirm_action(
        manager_admin_client, "transactions_transaction", "reverse", deposit.pk, key=key, reason="typed twice"
    )
    assert error_page_properties(response) == expected_error_page(503)
    check_logged(caplog, f"POST /admin/transactions/transaction/{deposit.pk}/reverse/", "differ", logging.ERROR)


def test_unavailable_error_during_an_admin_login_returns_503(admin_browser, manager, monkeypatch, caplog):
    def raise_clock_error(**_):
        raise ClockError(reason="the inner reason")

    monkeypatch.setattr("backoffice.forms.sign_in_to_admin", raise_clock_error)
    response = admin_browser.log_in(manager.email)
    assert error_page_properties(response) == expected_error_page(503)
    check_logged(caplog, "POST /admin/login/", "the inner reason", logging.ERROR)


def test_unavailable_error_during_a_user_change_returns_503(manager_admin_client, member, monkeypatch, caplog):
    def raise_clock_error(**_):
        raise ClockError(reason="the inner reason")

    path = f"/admin/users/user/{member.pk}/change/"
    fields = {"full_name": "Maria Other", "phone": "", "role": "member", "is_active": "on"}
    monkeypatch.setattr("users.admin.change_person", raise_clock_error)
    caplog.clear()
    assert error_page_properties(manager_admin_client.post(path, **fields)) == expected_error_page(503)
    check_logged(caplog, f"POST {path}", "the inner reason", logging.ERROR)


LOGIN = "/admin/login/?next=/admin/"
LOCKED = (1205, "Lock wait timeout exceeded")
# By request to the staff site: the path, the form, the prefix of the failing statement and its error.
FORMS = {
    "login reads": (LOGIN, {"username": "manager@bank.com", "password": PASSWORD}, "SELECT", TOO_MANY_CONNECTIONS),
    "login acquires the limit": (LOGIN, {"username": "manager@bank.com", "password": PASSWORD}, "UPDATE", LOCKED),
    "login is recorded": (LOGIN, {"username": "manager@bank.com", "password": PASSWORD}, "INSERT", LOCKED),
    "wrong password is recorded": (LOGIN, {"username": "manager@bank.com", "password": "wrong"}, "INSERT", LOCKED),
    "logout": ("/admin/logout/", {}, "DELETE", LOCKED),
    "password change": ("/admin/password_change/", {"old_password": PASSWORD, "new_password1": NEW,
                                                    "new_password2": NEW}, "UPDATE", LOCKED),
    "invitation": (f"{PEOPLE}add/", {"email": "new@example.com", "full_name": "Nora New", "phone": "",
                                     "role": "member"}, "INSERT", LOCKED),
    "change of a person": (f"{PEOPLE}{{member}}/change/", {"full_name": "Mia", "phone": "", "role": "member",
                                                           "is_active": "on"}, "UPDATE", LOCKED),
    "action of a row": (f"{PEOPLE}{{member}}/deactivate/", {"key": "k"}, "UPDATE", LOCKED),
    "action of a list": ("/admin/sessions_browser/browsersession/", {
        "action": "revoke_selected", "_selected_action": "{session}", "key": "k"}, "DELETE", LOCKED),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_every_admin_form_returns_503_and_changes_nothing_while_the_database_is_locked(
    admin_login, admin_browser, signed_in, manager, member, monkeypatch, caplog, name
):
    signed_in(member)
    ids = {"member": member.pk, "session": member.browser_sessions.get().pk}
    path, form, prefix, error = FORMS[name]
    path, form = path.format(**ids), {field: text.format(**ids) for field, text in form.items()}
    monkeypatch.setattr("core.db.transactions.time.sleep", lambda _: None)
    browser = admin_browser if path == LOGIN else admin_login(manager)
    before = people_and_sessions()
    caplog.clear()
    with failing(prefix, *error):
        response = browser.post(path, **form)
    assert error_page_properties(response) == expected_error_page(503)
    assert not {"sessionid", "browserId"} & set(response.cookies)
    check_logged(caplog, f"POST {path.partition('?')[0]}", error[1].partition(" at ")[0])
    assert people_and_sessions() == before


def people_and_sessions():
    people = User.objects.order_by("pk").values_list("pk", "full_name", "is_active", "password")
    return list(people), BrowserSession.objects.count()


def test_admin_login_whose_session_cannot_be_saved_returns_503(admin_browser, manager, caplog):
    """By default, Django reports a session that another request deleted, which is a 400."""
    with failing("UPDATE `django_session`" if connection.vendor == "mysql" else 'UPDATE "django_session"', *LOCKED):
        assert error_page_properties(admin_browser.log_in(manager.email)) == expected_error_page(503)
    check_logged(caplog, "POST /admin/login/", LOCKED[1])
    assert not admin_browser.is_signed_in()


@pytest.mark.parametrize(
    "path", ["/admin/", LOGIN, "/admin/password_change/", f"{PEOPLE}add/", "/admin/search/?s=loan"]
)
def test_admin_pages_return_503_while_the_database_is_unreachable(manager_admin_client, path):
    with failing("SELECT", *TOO_MANY_CONNECTIONS):
        assert error_page_properties(manager_admin_client.get(path)) == expected_error_page(503)


def test_login_page_for_anonymous_users_needs_no_database(admin_browser):
    with failing("SELECT", *TOO_MANY_CONNECTIONS):
        assert admin_browser.get(LOGIN).status_code == 200


def test_stolen_session_returns_503_while_the_database_cannot_write(admin_password_login, manager):
    owner, thief = admin_password_login(manager), AdminBrowser()
    thief.client.cookies["sessionid"] = owner.client.cookies["sessionid"].value
    with failing("INSERT", *LOCKED):
        assert error_page_properties(thief.get("/admin/")) == expected_error_page(503)
    assert owner.is_signed_in()
