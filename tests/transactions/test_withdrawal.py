"""Cash withdrawals: postings, available balance, permissions and audit events."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.api_payments import UNKNOWN_ACCOUNT, balance_of, deposit, open_account, withdraw
from tests.cash import put_cash_in_till
from tests.transactions.assertions import entries_of_transaction, list_entries, row_counts, status_and_code
from users.models import User


def test_withdrawal_returns_the_transaction(clock, cashier_client, cashier, funded_account):
    response = withdraw(cashier_client, funded_account, "30.00", description="Cash")
    body = response.json()
    assert response.status_code == 201
    assert body == {
        "id": body["id"],
        "kind": "withdrawal",
        "status": "posted",
        "amount": "30.00",
        "currency": "USD",
        "description": "Cash",
        "from_account": funded_account,
        "to_account": None,
        "booked_at": "2026-03-01T12:00:00.000000Z",
        "value_date": "2026-03-01",
        "created_by": cashier.pk,
        "reverses": None,
        "reversed_by": None,
    }


def test_withdrawal_debits_the_account_and_credits_the_till(cashier_client, funded_account):
    number = withdraw(cashier_client, funded_account, "30.00").json()["id"]
    assert entries_of_transaction(number) == [("savings", "debit", 3000, 2, 7000), ("till", "credit", 3000, None, None)]
    assert balance_of(cashier_client, funded_account) == "70.00"
    line = list_entries(cashier_client, funded_account)[0]
    assert (line["kind"], line["direction"], line["balance_after"], line["counterparty"]) == (
        "withdrawal",
        "debit",
        "70.00",
        None,
    )


def test_audit_event_of_a_withdrawal_names_owner_and_cashier(cashier_client, cashier, member, funded_account):
    number = withdraw(cashier_client, funded_account, "7.00").json()["id"]
    row = AuditEvent.objects.get(event="withdrawal_posted")
    assert (row.user_id, row.actor_id) == (member.pk, cashier.pk)
    assert row.details == {"transaction": number, "amount": "7.00", "currency": "USD"}


def test_withdrawal_of_the_last_cent_succeeds_and_of_one_more_is_rejected(cashier_client, account):
    deposit(cashier_client, account, "0.30")
    for _ in range(3):
        assert withdraw(cashier_client, account, "0.10").status_code == 201
    assert balance_of(cashier_client, account) == "0.00"
    assert status_and_code(withdraw(cashier_client, account, "0.01")) == (422, "insufficient_funds")
    assert len(list_entries(cashier_client, account)) == 4


def test_withdrawal_can_use_an_overdraft_but_not_held_amounts(cashier, cashier_client, funded_account):
    put_cash_in_till(cashier, 50_00)
    Account.objects.filter(number=funded_account).update(held=6000)
    assert status_and_code(withdraw(cashier_client, funded_account, "40.01")) == (422, "insufficient_funds")
    assert withdraw(cashier_client, funded_account, "40.00").status_code == 201
    Account.objects.filter(number=funded_account).update(held=0, overdraft=5000)
    assert status_and_code(withdraw(cashier_client, funded_account, "110.01")) == (422, "insufficient_funds")
    assert withdraw(cashier_client, funded_account, "110.00").status_code == 201
    assert balance_of(cashier_client, funded_account) == "-50.00"


def test_rejected_withdrawal_stores_only_its_key(cashier_client, account):
    transactions, entries, keys, events = row_counts()
    assert status_and_code(withdraw(cashier_client, account, "0.01")) == (422, "insufficient_funds")
    assert row_counts() == [transactions, entries, keys + 1, events]


def test_member_cannot_withdraw(member_client, funded_account):
    before = row_counts()
    for body in ({"account": funded_account, "amount": "1.00"}, {}):
        assert status_and_code(member_client.post("/api/transactions/withdraw/", body)) == (403, "permission_denied")
    assert status_and_code(member_client.post("/api/transactions/withdraw/", {}, token=None)) == (
        401,
        "not_authenticated",
    )
    assert row_counts() == before


@pytest.mark.parametrize("role", [Role.CASHIER, Role.MANAGER])
def test_staff_cannot_withdraw_from_their_own_account(cashier_client, signed_in, member, funded_account, role):
    User.objects.filter(pk=member.pk).update(role=role)
    assert status_and_code(withdraw(signed_in(member), funded_account, "1.00")) == (403, "permission_denied")
    assert balance_of(cashier_client, funded_account) == "100.00"


def test_withdrawal_from_unknown_or_bank_account_returns_404(cashier_client, funded_account):
    for number in (UNKNOWN_ACCOUNT, *Account.objects.filter(owner=None).values_list("number", flat=True)):
        response = withdraw(cashier_client, number, "1.00")
        assert (response.status_code, response.json()) == (404, {"error": "Not found.", "code": "not_found"})


def test_withdrawal_cannot_use_the_balance_of_another_account_of_the_owner(cashier_client, member, funded_account):
    second = open_account(cashier_client, member.pk)
    assert status_and_code(withdraw(cashier_client, second, "1.00")) == (422, "insufficient_funds")
