"""Reversals of transactions: postings, required balances and account status, permissions."""

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.api_payments import balance_of, deposit, idempotency_headers, reverse, transfer, withdraw
from tests.transactions.assertions import entries_of_transaction, list_entries, row_counts, status_and_code
from transactions.models import Transaction
from users.models import User


def get_status(browser, number):
    body = browser.get(f"/api/transactions/{number}/").json()
    return body["status"], body["reverses"], body["reversed_by"]


def test_reversal_of_a_transfer_returns_the_money(
    clock, cashier_client, manager_client, manager, member_client, funded_account, other_account
):
    original = transfer(member_client, funded_account, other_account, "40.00", description="Rent").json()["id"]
    response = reverse(manager_client, original, "wrong number")
    number = response.json()["id"]

    assert response.status_code == 201
    assert response.json() == {
        "id": number,
        "kind": "reversal",
        "status": "posted",
        "amount": "40.00",
        "currency": "USD",
        "description": "wrong number",
        "from_account": other_account,
        "to_account": funded_account,
        "booked_at": "2026-03-01T12:00:00.000000Z",
        "value_date": "2026-03-01",
        "created_by": manager.pk,
        "reverses": original,
        "reversed_by": None,
    }
    assert entries_of_transaction(number) == [("savings", "credit", 4000, 3, 10000), ("savings", "debit", 4000, 2, 0)]
    assert [balance_of(cashier_client, account) for account in (funded_account, other_account)] == ["100.00", "0.00"]
    assert get_status(cashier_client, original) == ("reversed", None, number)
    assert get_status(cashier_client, number) == ("posted", original, None)
    for account, counterparty in ((funded_account, other_account), (other_account, funded_account)):
        line = list_entries(cashier_client, account)[0]
        assert (line["kind"], line["counterparty"], line["transaction"]) == ("reversal", counterparty, number)


def test_reversals_of_a_deposit_and_a_withdrawal_use_the_same_till(
    cashier_client, manager_client, cashier, funded_account
):
    withdrawal_id = withdraw(cashier_client, funded_account, "30.00").json()["id"]
    deposit_id = Transaction.objects.get(kind="deposit").pk
    withdrawal_reversal = reverse(manager_client, withdrawal_id).json()
    deposit_reversal = reverse(manager_client, deposit_id).json()

    assert entries_of_transaction(withdrawal_reversal["id"]) == [
        ("savings", "credit", 3000, 3, 10000),
        ("till", "debit", 3000, None, None),
    ]
    assert entries_of_transaction(deposit_reversal["id"]) == [
        ("savings", "debit", 10000, 4, 0),
        ("till", "credit", 10000, None, None),
    ]
    assert (withdrawal_reversal["from_account"], withdrawal_reversal["to_account"]) == (None, funded_account)
    assert (deposit_reversal["from_account"], deposit_reversal["to_account"]) == (funded_account, None)
    assert {line["counterparty"] for line in list_entries(cashier_client, funded_account)} == {None}
    assert Account.objects.get(type="till").cashier_id == cashier.pk


def test_transaction_list_shows_which_transactions_are_reversed(cashier_client, manager_client, funded_account):
    original = Transaction.objects.get().pk
    number = reverse(manager_client, original).json()["id"]
    rows = cashier_client.get("/api/transactions/").json()["results"]
    assert [(row["id"], row["status"], row["reverses"], row["reversed_by"]) for row in rows] == [
        (number, "posted", original, None),
        (original, "reversed", None, number),
    ]


def test_audit_event_of_a_reversal_names_owner_and_manager(manager_client, manager, member, funded_account):
    number = reverse(manager_client, Transaction.objects.get().pk).json()["id"]
    row = AuditEvent.objects.get(event="transaction_reversed")
    assert (row.user_id, row.actor_id) == (member.pk, manager.pk)
    assert row.details == {"transaction": number, "amount": "100.00", "currency": "USD"}


def test_audit_event_of_a_reversed_transfer_names_the_payer(
    manager_client, cashier_client, member, funded_account, other_account
):
    reverse(manager_client, transfer(cashier_client, funded_account, other_account, "1.00").json()["id"])

    assert AuditEvent.objects.get(event="transaction_reversed").user_id == member.pk


def test_reversal_beyond_the_available_balance_is_rejected(
    cashier_client, manager_client, member_client, funded_account, other_account
):
    deposit_id = Transaction.objects.get().pk
    transfer_id = transfer(member_client, funded_account, other_account, "60.00").json()["id"]
    withdraw(cashier_client, other_account, "0.01")
    for number in (deposit_id, transfer_id):
        assert status_and_code(reverse(manager_client, number)) == (422, "insufficient_funds")
        assert get_status(cashier_client, number) == ("posted", None, None)
    assert [balance_of(cashier_client, account) for account in (funded_account, other_account)] == ["40.00", "59.99"]


def test_transaction_cannot_be_reversed_twice_and_a_reversal_cannot_be_reversed(manager_client, funded_account):
    original = Transaction.objects.get().pk
    number = reverse(manager_client, original).json()["id"]
    before = row_counts()[:2]
    assert status_and_code(reverse(manager_client, original)) == (409, "already_reversed")
    assert status_and_code(reverse(manager_client, number)) == (422, "not_reversible")
    assert row_counts()[:2] == before


def test_reversal_that_debits_a_frozen_or_closed_account_is_rejected(
    cashier_client, manager_client, member_client, funded_account, other_account
):
    deposit_id = Transaction.objects.get().pk
    transfer_id = transfer(member_client, funded_account, other_account, "40.00").json()["id"]
    manager_client.post(f"/api/accounts/{funded_account}/freeze/", {"reason": "court"})
    assert status_and_code(reverse(manager_client, deposit_id)) == (422, "account_frozen")
    withdraw(cashier_client, other_account, "40.00")
    manager_client.post(f"/api/accounts/{other_account}/close/", {"reason": "moved"})
    assert status_and_code(reverse(manager_client, transfer_id)) == (422, "account_closed")
    assert balance_of(cashier_client, funded_account) == "60.00"


def test_reversal_that_credits_a_frozen_account_succeeds(manager_client, member_client, funded_account, other_account):
    transfer_id = transfer(member_client, funded_account, other_account, "40.00").json()["id"]
    manager_client.post(f"/api/accounts/{funded_account}/freeze/", {"reason": "court"})
    assert reverse(manager_client, transfer_id).status_code == 201
    assert balance_of(manager_client, funded_account) == "100.00"


def test_reversal_that_credits_a_closed_account_is_rejected(cashier_client, manager_client, funded_account):
    withdrawal_id = withdraw(cashier_client, funded_account, "100.00").json()["id"]
    manager_client.post(f"/api/accounts/{funded_account}/close/", {"reason": "moved"})
    assert status_and_code(reverse(manager_client, withdrawal_id)) == (422, "account_closed")


def test_members_and_cashiers_cannot_reverse_transactions(cashier_client, member_client, funded_account):
    original = Transaction.objects.get().pk
    for browser in (cashier_client, member_client):
        for number in (original, 999_999):
            assert status_and_code(reverse(browser, number)) == (403, "permission_denied")
    assert status_and_code(cashier_client.post(f"/api/transactions/{original}/reverse/", {}, token=None)) == (
        401,
        "not_authenticated",
    )


def test_manager_cannot_reverse_transactions_of_their_own_account(
    cashier_client, manager_client, signed_in, member, funded_account, other_account
):
    deposit(cashier_client, other_account, "5.00")
    numbers = [Transaction.objects.first().pk]
    numbers += [
        transfer(cashier_client, *source_and_target, "1.00").json()["id"]
        for source_and_target in ((funded_account, other_account), (other_account, funded_account))
    ]
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    owner_client = signed_in(member)
    for number in numbers:
        assert status_and_code(reverse(owner_client, number)) == (403, "permission_denied")
    assert reverse(manager_client, numbers[-1]).status_code == 201


def test_reversal_of_an_unknown_transaction_returns_404(manager_client):
    for number in (0, 1, 2**63 - 1, 2**63):
        response = reverse(manager_client, number)
        assert (response.status_code, response.json()) == (404, {"error": "Not found.", "code": "not_found"})


def test_reason_of_a_reversal_is_one_line_of_at_most_200_characters(manager_client, funded_account):
    path = f"/api/transactions/{Transaction.objects.get().pk}/reverse/"
    for body in ({}, {"reason": ""}, {"reason": "x" * 201}, {"reason": "a\nb"}, {"reason": None}):
        response = manager_client.post(path, body, headers=idempotency_headers())
        assert (response.status_code, list(response.json()["fields"])) == (400, ["reason"])


def test_reversal_with_an_amount_is_rejected(manager_client, funded_account):
    body = {"reason": "half", "amount": "50.00"}
    response = manager_client.post(
        f"/api/transactions/{Transaction.objects.get().pk}/reverse/", body, headers=idempotency_headers()
    )
    assert (response.status_code, list(response.json()["fields"])) == (400, ["amount"])
