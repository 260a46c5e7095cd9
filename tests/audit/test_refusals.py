"""Refusals are recorded by what goes back to the client, so no route can forget to; and never at the client's cost."""

import json
import logging

import pytest
from django.db import InterfaceError, OperationalError

from audit.events import Event
from audit.middleware import MAX_TEXT
from audit.models import AuditEvent
from core.api.views import ApiView
from tests.admin.admin_client import AdminBrowser
from tests.api_payments import UNKNOWN_ACCOUNT, deposit, idempotency_headers, reverse, transfer, withdraw
from tests.browsers import LocalBrowser
from tests.contract.routes import api_views
from tests.database_errors import failing
from tests.users.mailed_links import confirm_password_reset
from transactions.payments.views import DepositView
from users.notifications import link_for

INSERT = "INSERT INTO audit_events"


def refused(event):
    return [
        (row.user_id, row.actor_id, row.details["code"], row.details["method"], row.details["route"],
         row.details.get("object"))
        for row in AuditEvent.objects.filter(event=event).order_by("id")
    ]  # fmt: skip


def test_role_and_foreign_or_absent_object_are_access_denied_for_who_asked(
    signed_in, member, other_member, account, other_account
):
    browser = signed_in(member)
    responses = [
        browser.get("/api/users/"),
        browser.patch(f"/api/users/{other_member.pk}/", {"role": "manager"}),
        browser.get(f"/api/accounts/{other_account}/"),
        browser.get(f"/api/transactions/?account={other_account}"),
    ]

    assert [response.status_code for response in responses] == [403, 403, 404, 404]
    who = (member.pk, member.pk)
    assert refused(Event.ACCESS_DENIED) == [
        (*who, "permission_denied", "GET", "/api/users/", None),
        (*who, "permission_denied", "PATCH", "/api/users/<bounded:user_id>/", {"user_id": str(other_member.pk)}),
        (*who, "not_found", "GET", "/api/accounts/<account:number>/", {"number": other_account}),
        (*who, "not_found", "GET", "/api/transactions/", None),
    ]


def test_nobody_signed_in_and_path_that_does_not_exist_are_no_access_denied(browser, signed_in, member):
    assert browser.get("/api/users/").status_code == 401
    assert signed_in(member).get("/api/nowhere/").status_code == 404
    assert refused(Event.ACCESS_DENIED) == []


def test_staff_site_records_a_forbidden_action_and_an_object_that_is_not_theirs(cashier, manager, account):
    browser = AdminBrowser()
    browser.enter(cashier)
    freeze = browser.get("/admin/accounts/account/1/freeze/")
    boss = browser.get(f"/admin/users/user/{manager.pk}/change/")

    assert (freeze.status_code, boss.status_code) == (403, 302)
    codes = [(row[0], row[2], row[4]) for row in refused(Event.ACCESS_DENIED)]
    assert codes == [
        (cashier.pk, "permission_denied", "/admin/accounts/account/<path:object_id>/freeze/"),
        (cashier.pk, "not_found", "/admin/users/user/<path:object_id>/change/"),
    ]


def test_parts_of_a_path_are_recorded_cut_to_length(cashier):
    browser = AdminBrowser()
    browser.enter(cashier)
    assert browser.get(f"/admin/users/user/{'9' * 500}/change/").status_code == 302
    assert [row[5] for row in refused(Event.ACCESS_DENIED)] == [{"object_id": "9" * MAX_TEXT}]


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "é", "two words"])
def test_forged_or_malformed_token_is_recorded_for_nobody(token, browser, member):
    assert browser.check(headers={"Authorization": f"Bearer {token}"}).json()["code"] == "token_invalid"
    assert refused(Event.TOKEN_REFUSED) == [(None, None, "token_invalid", "GET", "/api/users/auth/check/", None)]


def test_forged_refresh_token_is_recorded_and_an_expired_token_is_not(clock, browser, signed_in, member):
    assert browser.rotate("a.b.c").status_code == 401
    old = signed_in(member)
    clock.shift(3700)
    assert old.check().json()["code"] == "token_expired"
    assert [row[4] for row in refused(Event.TOKEN_REFUSED)] == ["/api/users/token/refresh/"]


def test_refused_payment_is_recorded_once_with_its_accounts_and_not_when_it_is_replayed(
    cashier_client, cashier, account
):
    responses = [withdraw(cashier_client, account, "5.00", key="again") for _ in range(2)]

    assert [response.status_code for response in responses] == [422, 422]
    (row,) = AuditEvent.objects.filter(event=Event.PAYMENT_REFUSED)
    assert (row.user_id, row.actor_id) == (cashier.pk, cashier.pk)
    assert row.details == {
        "code": "insufficient_funds", "method": "POST", "route": "/api/transactions/withdraw/", "account": account,
        "amount": "5.00",
    }  # fmt: skip


def test_payment_refused_by_role_or_for_an_absent_account_is_recorded_as_a_payment(
    signed_in, cashier_client, member, account
):
    deposit(cashier_client, account, "5.00")
    browser = signed_in(member)
    assert deposit(browser, account, "5.00").status_code == 403
    assert transfer(browser, account, UNKNOWN_ACCOUNT, "1.00").status_code == 404
    assert [row[2] for row in refused(Event.PAYMENT_REFUSED)] == ["permission_denied", "not_found"]
    assert refused(Event.ACCESS_DENIED) == []


def test_other_refusals_of_a_payment_are_not_recorded(cashier_client, account):
    assert deposit(cashier_client, account, "-1").status_code == 400
    assert cashier_client.post("/api/transactions/deposit/", {"account": account, "amount": "1.00"}).status_code == 400
    assert refused(Event.PAYMENT_REFUSED) == []


def test_reversal_refused_on_the_staff_site_is_a_refused_payment(cashier_client, manager, account):
    number = deposit(cashier_client, account, "5.00").json()["id"]
    withdraw(cashier_client, account, "5.00")
    browser = AdminBrowser()
    browser.enter(manager)
    path = f"/admin/transactions/transaction/{number}/reverse/"
    key = browser.get(path).context["form"]["key"].value()
    assert browser.post(path, key=key, reason="a mistake").status_code == 302
    (row,) = refused(Event.PAYMENT_REFUSED)
    assert row[:3] == (manager.pk, manager.pk, "insufficient_funds")


def test_every_route_that_takes_a_key_says_that_it_moves_money(cashier_client, account, monkeypatch):
    assert {path for path, view in api_views().items() if view.moves_money} == {
        "/api/transactions/deposit/", "/api/transactions/withdraw/", "/api/transactions/transfer/",
        "/api/transactions/{transaction_id}/reverse/", "/api/loans/{loan_id}/disburse/", "/api/loans/{loan_id}/repay/",
        "/api/loans/{loan_id}/write-off/",
    }  # fmt: skip
    assert ApiView.moves_money is False
    monkeypatch.setattr(DepositView, "moves_money", False)
    assert deposit(cashier_client, account, "1.00").status_code == 500


@pytest.mark.parametrize("uid", [None, "nobody"])
def test_wrong_reset_link_is_recorded_for_the_person_it_names(browser, member, uid):
    changes = {"token": "guessed"} | ({"uid": uid} if uid else {})
    assert confirm_password_reset(browser, link_for(member), **changes).status_code == 400
    (row,) = AuditEvent.objects.filter(event=Event.PASSWORD_RESET_REFUSED)
    assert (row.user_id, row.actor_id) == (None if uid else member.pk, None)


REFUSALS = {
    "access_denied": (lambda on: on.get("/api/users/"), 403),
    "browser_mismatch": (lambda on: LocalBrowser().check(token=on.access), 401),
    "cross_site_refused": (
        lambda on: on.post("/api/users/login/", {}, headers={"Origin": "https://evil.example"}, token=None),
        403,
    ),
    "token_refused": (lambda on: on.check(token="a.b.c"), 401),
    "payment_refused": (
        lambda on: on.post(
            "/api/transactions/deposit/", {"account": "1", "amount": "1"}, headers=idempotency_headers()
        ),
        403,
    ),
    "password_reset_refused": (
        lambda on: on.post(
            "/api/users/password/reset/confirm/",
            {"uid": "x", "token": "x", "new_password": "another long passphrase"},
            token=None,
        ),
        400,
    ),
}


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (OperationalError, (2013, "Lost connection")),
        (OperationalError, (1290, "read-only")),
        (OperationalError, (1021, "disk full")),
        (InterfaceError, (0, "connection already closed")),
    ],
)
@pytest.mark.parametrize("event", REFUSALS)
def test_refusal_that_cannot_be_recorded_stands_and_is_in_the_log(event, kind, error, signed_in, member, caplog):
    browser = signed_in(member)
    provoke, status = REFUSALS[event]
    with failing(INSERT, *error, kind=kind):
        assert provoke(browser).status_code == status
    assert not AuditEvent.objects.filter(event=event).exists()
    lines = [json.loads(record.message) for record in caplog.records if record.name == "audit"]
    assert [line["event"] for line in lines if line.get("recorded") is False] == [event]
    (problem,) = [record for record in caplog.records if record.name == "bankportal.audit"]
    assert problem.levelno == logging.ERROR
    assert str(error[1]) in problem.getMessage()


def test_row_has_the_ids_of_its_request(browser):
    response = browser.check(token="a.b.c", headers={"X-Request-Id": "client-id-1"})
    row = AuditEvent.objects.get(event=Event.TOKEN_REFUSED)
    assert (row.request_id, row.client_request_id) == (response.headers["X-Request-Id"], "client-id-1")


def test_reversal_of_an_absent_transaction_is_a_refused_payment(manager_client):
    assert reverse(manager_client, 999_999).status_code == 404
    assert [row[2] for row in refused(Event.PAYMENT_REFUSED)] == ["not_found"]
