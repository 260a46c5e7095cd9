"""Cash deposits: permissions, postings, audit events and limits of the balance."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.api_payments import UNKNOWN_ACCOUNT, balance_of, deposit
from tests.transactions.assertions import entries_of_transaction, list_entries, row_counts, status_and_code
from users.models import User


def test_deposit_returns_the_transaction(clock, cashier_client, cashier, account):
    response = deposit(cashier_client, account, "1250.5", description="  Harvest  ")
    body = response.json()
    assert response.status_code == 201
    assert "Idempotent-Replayed" not in response.headers
    assert body == {
        "id": body["id"],
        "kind": "deposit",
        "status": "posted",
        "amount": "1250.50",
        "currency": "USD",
        "description": "Harvest",
        "from_account": None,
        "to_account": account,
        "booked_at": "2026-03-01T12:00:00.000000Z",
        "value_date": "2026-03-01",
        "created_by": cashier.pk,
        "reverses": None,
        "reversed_by": None,
    }
    assert list(body) == list(cashier_client.get(f"/api/transactions/{body['id']}/").json())


def test_deposit_credits_the_account_and_debits_the_till_of_the_cashier(clock, cashier_client, cashier, account):
    deposit(cashier_client, account, "1.00")
    number = deposit(cashier_client, account, "2.50").json()["id"]

    assert entries_of_transaction(number) == [("savings", "credit", 250, 2, 350), ("till", "debit", 250, None, None)]
    assert balance_of(cashier_client, account) == "3.50"
    line = list_entries(cashier_client, account)[0]
    assert line == {
        "id": line["id"],
        "transaction": number,
        "kind": "deposit",
        "direction": "credit",
        "amount": "2.50",
        "balance_after": "3.50",
        "description": "",
        "counterparty": None,
        "counterparty_name": None,
        "reversed_by": None,
        "booked_at": "2026-03-01T12:00:00.000000Z",
        "value_date": "2026-03-01",
    }


def test_each_cashier_has_exactly_one_till(cashier_client, manager_client, cashier, manager, account, other_account):
    for browser in (cashier_client, manager_client, cashier_client, manager_client):
        deposit(browser, account, "1.00")
    assert {till.cashier_id for till in Account.objects.filter(type="till")} == {cashier.pk, manager.pk}


def test_audit_event_of_a_deposit_names_owner_and_cashier(cashier_client, cashier, member, account):
    number = deposit(cashier_client, account, "7.00").json()["id"]
    row = AuditEvent.objects.get(event="deposit_posted")
    assert (row.user_id, row.actor_id) == (member.pk, cashier.pk)
    assert row.details == {"transaction": number, "amount": "7.00", "currency": "USD"}


def test_member_cannot_deposit(member_client, member, account):
    before = row_counts()
    for body in ({"account": account, "amount": "1.00"}, {"account": "1"}, {}):
        assert status_and_code(member_client.post("/api/transactions/deposit/", body)) == (403, "permission_denied")
    assert status_and_code(member_client.post("/api/transactions/deposit/", {}, token=None)) == (
        401,
        "not_authenticated",
    )
    assert row_counts() == before


@pytest.mark.parametrize("role", [Role.CASHIER, Role.MANAGER])
def test_staff_cannot_deposit_to_their_own_account(cashier_client, signed_in, member, account, role):
    User.objects.filter(pk=member.pk).update(role=role)
    browser, before = signed_in(member), row_counts()[:3]
    assert status_and_code(deposit(browser, account, "1.00")) == (403, "permission_denied")
    assert (balance_of(cashier_client, account), row_counts()[:3]) == ("0.00", before)


def test_deposit_to_unknown_or_bank_account_returns_404(cashier_client, account):
    deposit(cashier_client, account, "1.00")
    before = row_counts()
    for number in (UNKNOWN_ACCOUNT, *Account.objects.filter(owner=None).values_list("number", flat=True)):
        response = deposit(cashier_client, number, "1.00")
        assert (response.status_code, response.json()) == (404, {"error": "Not found.", "code": "not_found"})
    assert row_counts() == before


def test_deposit_beyond_the_maximum_balance_is_rejected(manager_client, account):
    largest = "999999999999999.99"
    for _ in range(10):
        assert deposit(manager_client, account, largest).status_code == 201
    assert balance_of(manager_client, account) == "9999999999999999.90"
    assert status_and_code(deposit(manager_client, account, largest)) == (422, "balance_too_large")
    assert status_and_code(deposit(manager_client, account, "0.10")) == (422, "balance_too_large")
    assert deposit(manager_client, account, "0.09").status_code == 201
    assert balance_of(manager_client, account) == "9999999999999999.99"
    assert status_and_code(deposit(manager_client, account, "0.01")) == (422, "balance_too_large")


def test_rejected_first_deposit_of_a_cashier_creates_no_till(cashier_client, manager_client, account):
    manager_client.post(f"/api/accounts/{account}/close/", {"reason": "moved"})
    assert status_and_code(deposit(cashier_client, account, "1.00")) == (422, "account_closed")
    assert not Account.objects.filter(type="till").exists()


def test_deposit_uses_a_till_opened_by_a_server_of_the_previous_version(cashier_client, cashier, account):
    """That version names the cashier only in `code`, and may still run during an upgrade."""
    till = Account.objects.create(number="900000000106", code=f"till:{cashier.pk}", type="till", currency="USD")

    assert [deposit(cashier_client, account, "1.00").status_code for _ in range(2)] == [201, 201]

    assert Account.objects.get(type="till") == till
    till.refresh_from_db()
    assert (till.cashier, till.entries.count()) == (cashier, 2)
