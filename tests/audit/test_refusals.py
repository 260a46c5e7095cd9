"""Rejected requests are recorded by a middleware for every route; a failure to record does not change the response."""

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
from users.notifications import link_for

INSERT = "INSERT INTO audit_events"


def recorded_refusals(event):
    return [
        (row.user_id, row.actor_id, row.details["code"], row.details["method"], row.details["route"],
         row.details.get("object"))
        for row in AuditEvent.objects.filter(event=event).order_by("id")
    ]  # fmt: skip


def test_forbidden_and_foreign_objects_are_recorded_as_access_denied_for_the_user(
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
    user_and_actor = (member.pk, member.pk)
    assert recorded_refusals(Event.ACCESS_DENIED) == [
        (*user_and_actor, "permission_denied", "GET", "/api/users/", None),
        (
            *user_and_actor,
            "permission_denied",
            "PATCH",
            "/api/users/<bounded:user_id>/",
            {"user_id": str(other_member.pk)},
        ),
        (*user_and_actor, "not_found", "GET", "/api/accounts/<account:number>/", {"number": other_account}),
        (*user_and_actor, "not_found", "GET", "/api/transactions/", None),
    ]


def test_anonymous_requests_and_unknown_paths_are_not_recorded_as_access_denied(browser, signed_in, member):
    assert browser.get("/api/users/").status_code == 401
    assert signed_in(member).get("/api/nowhere/").status_code == 404
    assert recorded_refusals(Event.ACCESS_DENIED) == []


def test_staff_site_records_forbidden_actions_and_hidden_objects_as_access_denied(cashier, manager, account):
    browser = AdminBrowser()
    browser.enter(cashier)
    freeze_page = browser.get("/admin/accounts/account/1/freeze/")
    manager_page = browser.get(f"/admin/users/user/{manager.pk}/change/")

    assert (freeze_page.status_code, manager_page.status_code) == (403, 302)
    codes = [(row[0], row[2], row[4]) for row in recorded_refusals(Event.ACCESS_DENIED)]
    assert codes == [
        (cashier.pk, "permission_denied", "/admin/accounts/account/<path:object_id>/freeze/"),
        (cashier.pk, "not_found", "/admin/users/user/<path:object_id>/change/"),
    ]


def test_recorded_path_parameters_are_truncated(cashier):
    browser = AdminBrowser()
    browser.enter(cashier)
    assert browser.get(f"/admin/users/user/{'9' * 500}/change/").status_code == 302
    assert [row[5] for row in recorded_refusals(Event.ACCESS_DENIED)] == [{"object_id": "9" * MAX_TEXT}]


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "é", "two words"])
def test_forged_or_malformed_token_is_recorded_without_a_user(token, browser, member):
    assert browser.check(headers={"Authorization": f"Bearer {token}"}).json()["code"] == "token_invalid"
    assert recorded_refusals(Event.TOKEN_REFUSED) == [
        (None, None, "token_invalid", "GET", "/api/users/auth/check/", None)
    ]


def test_forged_refresh_token_is_recorded_and_an_expired_token_is_not(clock, browser, signed_in, member):
    assert browser.rotate("a.b.c").status_code == 401
    member_browser = signed_in(member)
    clock.shift(3700)
    assert member_browser.check().json()["code"] == "token_expired"
    assert [row[4] for row in recorded_refusals(Event.TOKEN_REFUSED)] == ["/api/users/token/refresh/"]


def test_rejected_payment_is_recorded_once_and_not_for_its_replay(cashier_client, cashier, account):
    responses = [withdraw(cashier_client, account, "5.00", key="again") for _ in range(2)]

    assert [response.status_code for response in responses] == [422, 422]
    (row,) = AuditEvent.objects.filter(event=Event.PAYMENT_REFUSED)
    assert (row.user_id, row.actor_id) == (cashier.pk, cashier.pk)
    assert row.details == {
        "code": "insufficient_funds", "method": "POST", "route": "/api/transactions/withdraw/", "account": account,
        "amount": "5.00",
    }  # fmt: skip


def test_payment_rejected_by_role_or_unknown_account_is_recorded_as_payment_refused(
    signed_in, cashier_client, member, account
):
    deposit(cashier_client, account, "5.00")
    browser = signed_in(member)
    assert deposit(browser, account, "5.00").status_code == 403
    assert transfer(browser, account, UNKNOWN_ACCOUNT, "1.00").status_code == 404
    assert [row[2] for row in recorded_refusals(Event.PAYMENT_REFUSED)] == ["permission_denied", "not_found"]
    assert recorded_refusals(Event.ACCESS_DENIED) == []


def test_invalid_payment_requests_are_not_recorded(cashier_client, account):
    assert deposit(cashier_client, account, "-1").status_code == 400
    assert cashier_client.post("/api/transactions/deposit/", {"account": account, "amount": "1.00"}).status_code == 400
    assert recorded_refusals(Event.PAYMENT_REFUSED) == []


def test_reversal_rejected_on_the_staff_site_is_recorded_as_payment_refused(cashier_client, manager, account):
    number = deposit(cashier_client, account, "5.00").json()["id"]
    withdraw(cashier_client, account, "5.00")
    browser = AdminBrowser()
    browser.enter(manager)
    path = f"/admin/transactions/transaction/{number}/reverse/"
    key = browser.get(path).context["form"]["key"].value()
    assert browser.post(path, key=key, reason="a mistake").status_code == 200
    (row,) = recorded_refusals(Event.PAYMENT_REFUSED)
    assert row[:3] == (manager.pk, manager.pk, "insufficient_funds")


def test_routes_with_idempotency_keys_are_declared_as_moving_money():
    assert {path for path, view in api_views().items() if view.moves_money} == {
        "/api/transactions/deposit/", "/api/transactions/withdraw/", "/api/transactions/transfer/",
        "/api/transactions/{transaction_id}/reverse/", "/api/loans/{loan_id}/disburse/", "/api/loans/{loan_id}/repay/",
        "/api/loans/{loan_id}/settle/",
        "/api/loans/{loan_id}/write-off/", "/api/tills/{cashier_id}/fund/", "/api/tills/{cashier_id}/return/",
        "/api/tills/{cashier_id}/count/", "/api/tills/vault/receive/", "/api/tills/vault/pay-out/",
    }  # fmt: skip
    assert ApiView.moves_money is False


@pytest.mark.parametrize("uid", [None, "nobody"])
def test_invalid_reset_link_is_recorded_for_the_person_in_the_link(browser, member, uid):
    changes = {"token": "guessed"} | ({"uid": uid} if uid else {})
    assert confirm_password_reset(browser, link_for(member), **changes).status_code == 400
    (row,) = AuditEvent.objects.filter(event=Event.PASSWORD_RESET_REFUSED)
    assert (row.user_id, row.actor_id) == (None if uid else member.pk, None)


REFUSALS = {
    "access_denied": (lambda client: client.get("/api/users/"), 403),
    "browser_mismatch": (lambda client: LocalBrowser().check(token=client.access), 401),
    "cross_site_refused": (
        lambda client: client.post("/api/users/login/", {}, headers={"Origin": "https://evil.example"}, token=None),
        403,
    ),
    "token_refused": (lambda client: client.check(token="a.b.c"), 401),
    "payment_refused": (
        lambda client: client.post(
            "/api/transactions/deposit/", {"account": "1", "amount": "1"}, headers=idempotency_headers()
        ),
        403,
    ),
    "password_reset_refused": (
        lambda client: client.post(
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
def test_rejected_request_that_cannot_be_recorded_keeps_its_status_and_is_logged(
    event, kind, error, signed_in, member, caplog
):
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


def test_audit_row_has_the_ids_of_its_request(browser):
    response = browser.check(token="a.b.c", headers={"X-Request-Id": "client-id-1"})
    row = AuditEvent.objects.get(event=Event.TOKEN_REFUSED)
    assert (row.request_id, row.client_request_id) == (response.headers["X-Request-Id"], "client-id-1")


def test_reversal_of_an_unknown_transaction_is_recorded_as_payment_refused(manager_client):
    assert reverse(manager_client, 999_999).status_code == 404
    assert [row[2] for row in recorded_refusals(Event.PAYMENT_REFUSED)] == ["not_found"]
