"""A database that is down or busy is a 503 on the staff's pages too, and its reason is in the log."""

import logging

import pytest
from django.db import connection

from core.db.transactions import TRIES
from core.exceptions import ClockError
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser, confirm_action, open_action
from tests.admin.bank_fixtures import open_for, pay_in
from tests.admin.error_pages import error_page, shown
from tests.database_errors import check_logged, failing
from tests.hashers import PASSWORD
from tests.users.mailed_links import NEW
from users.models import User

FULL = (1040, "Too many connections at 10.0.0.5")
PEOPLE = "/admin/users/user/"


@pytest.fixture
def deposit(member, cashier):
    return pay_in(open_for(member, cashier), cashier)


def test_conflict_that_stays_in_an_action_is_503_and_not_a_message(manager_admin_client, deposit, monkeypatch, caplog):
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
    assert shown(response) == error_page(503)
    check_logged(caplog, f"POST /admin/transactions/transaction/{deposit.pk}/reverse/", "Deadlock found")


def test_wrong_clock_in_an_action_is_logged_as_an_error(manager_admin_client, deposit, database_ahead, caplog):
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
    assert shown(response) == error_page(503)
    check_logged(caplog, f"POST /admin/transactions/transaction/{deposit.pk}/reverse/", "differ", logging.ERROR)


def test_conflict_that_stays_at_the_sign_in_is_503_and_not_a_wrong_password(
    admin_browser, manager, monkeypatch, caplog
):
    def refuse(**_):
        raise ClockError(reason="the inner reason")

    monkeypatch.setattr("backoffice.forms.sign_in_to_admin", refuse)
    response = admin_browser.log_in(manager.email)
    assert shown(response) == error_page(503)
    check_logged(caplog, "POST /admin/login/", "the inner reason", logging.ERROR)


def test_conflict_that_stays_in_a_form_is_503_and_not_a_403(manager_admin_client, member, monkeypatch, caplog):
    def refuse(**_):
        raise ClockError(reason="the inner reason")

    path = f"/admin/users/user/{member.pk}/change/"
    fields = {"full_name": "Maria Other", "phone": "", "role": "member", "is_active": "on"}
    monkeypatch.setattr("users.admin.change_person", refuse)
    caplog.clear()
    assert shown(manager_admin_client.post(path, **fields)) == error_page(503)
    check_logged(caplog, f"POST {path}", "the inner reason", logging.ERROR)


LOGIN = "/admin/login/?next=/admin/"
LOCKED = (1205, "Lock wait timeout exceeded")
# Each way to ask the staff site for something that reads or writes: the path, the form, where the database fails.
FORMS = {
    "sign-in reads": (LOGIN, {"username": "manager@bank.com", "password": PASSWORD}, "SELECT", FULL),
    "sign-in takes from the limit": (LOGIN, {"username": "manager@bank.com", "password": PASSWORD}, "UPDATE", LOCKED),
    "sign-in is recorded": (LOGIN, {"username": "manager@bank.com", "password": PASSWORD}, "INSERT", LOCKED),
    "wrong password is recorded": (LOGIN, {"username": "manager@bank.com", "password": "wrong"}, "INSERT", LOCKED),
    "sign-out": ("/admin/logout/", {}, "DELETE", LOCKED),
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
def test_every_form_of_the_site_is_503_while_the_database_is_busy(
    admin_login, admin_browser, signed_in, manager, member, monkeypatch, caplog, name
):
    signed_in(member)
    numbers = {"member": member.pk, "session": member.browser_sessions.get().pk}
    path, form, beginning, error = FORMS[name]
    path, form = path.format(**numbers), {field: text.format(**numbers) for field, text in form.items()}
    monkeypatch.setattr("core.db.transactions.time.sleep", lambda _: None)
    browser = admin_browser if path == LOGIN else admin_login(manager)
    before = people_and_sessions()
    caplog.clear()
    with failing(beginning, *error):
        response = browser.post(path, **form)
    assert shown(response) == error_page(503)
    assert not {"sessionid", "browserId"} & set(response.cookies)
    check_logged(caplog, f"POST {path.partition('?')[0]}", error[1].partition(" at ")[0])
    assert people_and_sessions() == before


def people_and_sessions():
    people = User.objects.order_by("pk").values_list("pk", "full_name", "is_active", "password")
    return list(people), BrowserSession.objects.count()


def test_sign_in_whose_session_cannot_be_saved_is_503(admin_browser, manager, caplog):
    """Django would say that the session was deleted by another request: a 400."""
    with failing("UPDATE `django_session`" if connection.vendor == "mysql" else 'UPDATE "django_session"', *LOCKED):
        assert shown(admin_browser.log_in(manager.email)) == error_page(503)
    check_logged(caplog, "POST /admin/login/", LOCKED[1])
    assert not admin_browser.is_signed_in()


@pytest.mark.parametrize(
    "path", ["/admin/", LOGIN, "/admin/password_change/", f"{PEOPLE}add/", "/admin/search/?s=loan"]
)
def test_every_page_is_503_while_the_database_is_unreachable(manager_admin_client, path):
    with failing("SELECT", *FULL):
        assert shown(manager_admin_client.get(path)) == error_page(503)


def test_sign_in_page_of_somebody_not_signed_in_needs_no_database(admin_browser):
    with failing("SELECT", *FULL):
        assert admin_browser.get(LOGIN).status_code == 200


def test_stolen_session_while_the_database_cannot_write_is_503(admin_password_login, manager):
    owner, thief = admin_password_login(manager), AdminBrowser()
    thief.client.cookies["sessionid"] = owner.client.cookies["sessionid"].value
    with failing("INSERT", *LOCKED):
        assert shown(thief.get("/admin/")) == error_page(503)
    assert owner.is_signed_in()
