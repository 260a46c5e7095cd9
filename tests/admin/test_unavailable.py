"""A database that is down or busy is a 503 on the staff's pages too, and its reason is in the log."""

import logging

import pytest

from core.errors import ClockError
from core.writes import TRIES
from tests.admin.pages import ask, confirm
from tests.admin.scene import open_for, pay_in
from tests.database_errors import check_logged, failing

FULL = (1040, "Too many connections at 10.0.0.5")
PEOPLE = "/admin/users/user/"


@pytest.fixture
def inside(entered, manager):
    """The manager, in the admin."""
    return entered(manager)


@pytest.fixture
def deposit(member, cashier):
    return pay_in(open_for(member, cashier), cashier)


def is_unavailable(answer):
    """A page for people, with the wait for programs."""
    assert answer.status_code == 503
    assert answer.headers["Content-Type"].startswith("text/html")
    assert int(answer.headers["Retry-After"]) >= 1
    page = answer.content.decode()
    assert "Service unavailable" in page
    assert "10.0.0.5" not in page


@pytest.mark.parametrize("beginning", ["SELECT", "SELECT COUNT"], ids=["in the middleware", "in the page"])
def test_outage_is_503_with_its_reason_in_the_log(beginning, inside, caplog):
    caplog.clear()
    with failing(beginning, *FULL):
        answer = inside.get(PEOPLE)
    is_unavailable(answer)
    check_logged(caplog, f"GET {PEOPLE}", "(1040, 'Too many connections at 10.0.0.5')")


def test_defect_stays_a_500_with_its_traceback(inside, caplog):
    with failing("SELECT COUNT", "no such column: x"):
        answer = inside.get(PEOPLE)
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers
    assert [record.name for record in caplog.records if record.exc_info] == ["django.request"]


def test_conflict_that_stays_in_an_action_is_503_and_not_a_message(inside, deposit, monkeypatch, caplog):
    monkeypatch.setattr("core.writes.time.sleep", lambda _: None)
    key = ask(inside, "transactions_transaction", "reverse", deposit.pk).context["form"]["key"].value()
    caplog.clear()
    with failing("UPDATE accounts", 1213, "Deadlock found", times=TRIES):
        answer = confirm(inside, "transactions_transaction", "reverse", deposit.pk, key=key, reason="typed twice")
    is_unavailable(answer)
    check_logged(caplog, f"POST /admin/transactions/transaction/{deposit.pk}/reverse/", "Deadlock found")


def test_wrong_clock_in_an_action_is_logged_as_an_error(inside, deposit, database_ahead, caplog):
    key = ask(inside, "transactions_transaction", "reverse", deposit.pk).context["form"]["key"].value()
    caplog.clear()
    database_ahead(6)
    answer = confirm(inside, "transactions_transaction", "reverse", deposit.pk, key=key, reason="typed twice")
    is_unavailable(answer)
    check_logged(caplog, f"POST /admin/transactions/transaction/{deposit.pk}/reverse/", "differ", logging.ERROR)


def test_conflict_that_stays_at_the_sign_in_is_503_and_not_a_wrong_password(
    admin_browser, manager, monkeypatch, caplog
):
    def refuse(**_):
        raise ClockError(reason="the inner reason")

    monkeypatch.setattr("bankportal.admin_forms.sign_in_to_admin", refuse)
    answer = admin_browser.log_in(manager.email)
    is_unavailable(answer)
    check_logged(caplog, "POST /admin/login/", "the inner reason", logging.ERROR)


def test_conflict_that_stays_in_a_form_is_503_and_not_a_403(inside, member, monkeypatch, caplog):
    def refuse(**_):
        raise ClockError(reason="the inner reason")

    path = f"/admin/users/user/{member.pk}/change/"
    fields = {"full_name": "Maria Other", "phone": "", "role": "member", "is_active": "on"}
    monkeypatch.setattr("users.admin.change_person", refuse)
    caplog.clear()
    is_unavailable(inside.post(path, **fields))
    check_logged(caplog, f"POST {path}", "the inner reason", logging.ERROR)
