"""`POST /api/confirmations/`: which requests can be confirmed, with which errors and which summary."""

from datetime import timedelta

import pytest

from audit.events import Event
from audit.models import AuditEvent
from confirmations.models import Confirmation
from core.clock import iso_utc, now
from tests.api_payments import UNKNOWN_ACCOUNT, transfer
from tests.confirmed_requests import (
    CONFIRMATIONS,
    TRANSFER,
    ApiCall,
    create,
    reversal_call,
    role_call,
    send,
    transfer_call,
)
from tests.rate_limit_settings import set_rates
from tests.second_factors import expect, give_totp, take_all
from transactions.models import Transaction


@pytest.fixture
def call(funded, other_account):
    return transfer_call(funded, other_account, "50.00")


def reads(event):
    return set(AuditEvent.objects.filter(event=event).values_list("actor_id", "user_id"))


def test_confirmation_expires_after_five_minutes(member_client, call, clock):
    found = expect(create(member_client, call), 201)
    assert found["expires_at"] == iso_utc(now() + timedelta(minutes=5))
    row = Confirmation.objects.get(pk=found["id"])
    assert (row.confirmed_at, row.attempts) == (None, 0)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/transactions/deposit/"),
        ("PATCH", "/api/transactions/transfer/"),
        ("DELETE", "/api/users/factors/totp/"),
        ("POST", "/api/transactions/transfer"),
        ("POST", "/api/nothing/"),
        ("POST", "/api/transactions/transfer/?a=b"),
        ("POST", "https://testserver/api/transactions/transfer/"),
        ("POST", "api/transactions/transfer/"),
        ("POST", "/admin/"),
        ("POST", "/"),
    ],
)
def test_request_that_needs_no_confirmation_is_400(member_client, method, path):
    body = expect(member_client.post(CONFIRMATIONS, {"method": method, "path": path}), 400, "invalid_request")
    assert list(body["fields"]) == ["path"]
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"method": "GET"}, ["method"]),
        ({"path": ""}, ["path"]),
        ({"path": "/" * 256}, ["path"]),
        ({"body": []}, ["body"]),
        ({"body": None}, ["body"]),
        ({"extra": 1}, ["extra"]),
        ({"idempotency_key": 1}, ["idempotency_key"]),
    ],
)
def test_malformed_description_is_400(member_client, call, changes, names):
    body = expect(create(member_client, call, **changes), 400, "invalid_request")
    assert list(body["fields"]) == names


@pytest.mark.parametrize("key", ["", "\n", "ä", None])
def test_payment_without_a_valid_key_is_400(member_client, call, key):
    expect(create(member_client, call, idempotency_key=key), 400)


def test_payment_without_a_key_has_the_code_of_the_payment_itself(member_client, call):
    body = {"method": call.method, "path": call.path, "body": call.body}
    expect(member_client.post(CONFIRMATIONS, body), 400, "idempotency_key_required")


def test_key_of_a_request_that_has_none_is_400(manager_client, member):
    body = expect(create(manager_client, role_call(member, "cashier"), idempotency_key="k"), 400)
    assert list(body["fields"]) == ["idempotency_key"]


@pytest.mark.parametrize("changes", [{"amount": "0"}, {"amount": "1.001"}, {"to_account": "12"}, {"more": "1"}])
def test_body_is_judged_by_the_request_s_own_serializer(member_client, call, changes):
    """The same status and fields as of the request itself."""
    wrong = ApiCall(call.method, call.path, call.body | changes, call.key)
    assert expect(create(member_client, wrong), 400) == expect(send(member_client, wrong), 400)


def test_user_without_a_factor_is_400(member_client, member, call):
    take_all(member)
    expect(create(member_client, call), 400, "invalid_request")


def test_role_is_judged_as_by_the_request_itself(member_client, cashier, cashier_client, funded):
    reversal = reversal_call(1)
    give_totp(cashier)
    expect(create(member_client, reversal), 403, "permission_denied")
    expect(create(cashier_client, reversal), 403, "permission_denied")


def test_foreign_source_and_unknown_payee_are_404(member_client, funded, other_account):
    expect(create(member_client, transfer_call(other_account, funded, "5.00")), 404, "not_found")
    expect(create(member_client, transfer_call(funded, UNKNOWN_ACCOUNT, "5.00")), 404, "not_found")


def test_payee_of_a_confirmation_counts_as_a_lookup(member_client, call, settings):
    set_rates(settings, payee="2/hour")
    expect(create(member_client, call), 201)
    expect(member_client.get(f"/api/accounts/{call.body['to_account']}/payee/"), 200)
    expect(create(member_client, call), 429, "throttled")
    expect(member_client.get(f"/api/accounts/{call.body['to_account']}/payee/"), 429)


def test_creating_has_a_limit_of_its_own(member_client, call, settings):
    set_rates(settings, confirmation="1/hour")
    expect(create(member_client, call), 201)
    expect(create(member_client, call), 429, "throttled")


def test_summary_of_a_reversal_shows_the_transaction_and_its_parties(manager_client, manager, member, funded):
    found = Transaction.objects.get(kind="deposit")

    summary = expect(create(manager_client, reversal_call(found.pk)), 201)["summary"]

    assert summary == {
        "amount": "5000.00",
        "currency": "USD",
        "transaction": {
            "id": found.pk,
            "kind": "deposit",
            "from_account": None,
            "to_account": {"number": funded, "name": "Maria Member"},
        },
    }
    assert reads(Event.ACCOUNT_READ) == {(manager.pk, member.pk)}


def test_absent_transaction_is_404(manager_client):
    expect(create(manager_client, reversal_call(999_999)), 404, "not_found")


def test_summary_of_a_role_change_shows_the_person_and_the_roles(manager_client, manager, member):
    summary = expect(create(manager_client, role_call(member, "cashier")), 201)["summary"]

    assert summary == {
        "person": {"id": member.pk, "full_name": "Maria Member", "email": member.email},
        "role": {"before": "member", "after": "cashier"},
    }
    assert reads(Event.PERSON_READ) == {(manager.pk, member.pk)}


def test_role_that_may_not_be_assigned_is_403(manager_client, member, second_manager):
    expect(create(manager_client, role_call(member, "manager")), 403, "permission_denied")
    expect(create(manager_client, role_call(second_manager, "member")), 403, "permission_denied")


def test_summary_of_a_removal_of_factors_shows_the_person(manager_client, member, manager):
    path = f"/api/users/{member.pk}/factors/"
    summary = expect(create(manager_client, ApiCall("DELETE", path)), 201)["summary"]
    assert summary == {"person": {"id": member.pk, "full_name": "Maria Member", "email": member.email}}
    own = f"/api/users/{manager.pk}/factors/"
    expect(create(manager_client, ApiCall("DELETE", own)), 403, "permission_denied")


def test_description_of_a_transfer_moves_nothing(member_client, call):
    expect(create(member_client, call), 201)
    assert not Transaction.objects.filter(kind="transfer").exists()
    expect(transfer(member_client, call.body["from_account"], call.body["to_account"], "50.00"), 401)
    assert call.path == TRANSFER
