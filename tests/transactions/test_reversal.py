"""Reversals: what was moved goes back, once, if it is still there."""

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.api_payments import balance_of, deposit, idempotency_headers, reverse, transfer, withdraw
from tests.transactions.assertions import entries_of_transaction, list_entries, row_counts, status_and_code
from transactions.models import Transaction
from users.models import User


def status_of(browser, number):
    shown = browser.get(f"/api/transactions/{number}/").json()
    return shown["status"], shown["reverses"], shown["reversed_by"]


def test_a_reversed_transfer_goes_back(
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
    assert status_of(cashier_client, original) == ("reversed", None, number)
    assert status_of(cashier_client, number) == ("posted", original, None)
    for account, counterparty in ((funded_account, other_account), (other_account, funded_account)):
        line = list_entries(cashier_client, account)[0]
        assert (line["kind"], line["counterparty"], line["transaction"]) == ("reversal", counterparty, number)


def test_a_reversed_deposit_and_withdrawal_go_back_through_the_same_till(
    cashier_client, manager_client, cashier, funded_account
):
    paid_out = withdraw(cashier_client, funded_account, "30.00").json()["id"]
    paid_in = Transaction.objects.get(kind="deposit").pk
    back = reverse(manager_client, paid_out).json()
    gone = reverse(manager_client, paid_in).json()

    assert entries_of_transaction(back["id"]) == [
        ("savings", "credit", 3000, 3, 10000),
        ("till", "debit", 3000, None, None),
    ]
    assert entries_of_transaction(gone["id"]) == [
        ("savings", "debit", 10000, 4, 0),
        ("till", "credit", 10000, None, None),
    ]
    assert (back["from_account"], back["to_account"]) == (None, funded_account)
    assert (gone["from_account"], gone["to_account"]) == (funded_account, None)
    assert {line["counterparty"] for line in list_entries(cashier_client, funded_account)} == {None}
    assert Account.objects.get(type="till").cashier_id == cashier.pk


def test_the_list_shows_what_is_reversed(cashier_client, manager_client, funded_account):
    original = Transaction.objects.get().pk
    number = reverse(manager_client, original).json()["id"]
    shown = cashier_client.get("/api/transactions/").json()["results"]
    assert [(row["id"], row["status"], row["reverses"], row["reversed_by"]) for row in shown] == [
        (number, "posted", original, None),
        (original, "reversed", None, number),
    ]


def test_the_trail_says_who_reversed_whose(manager_client, manager, member, funded_account):
    number = reverse(manager_client, Transaction.objects.get().pk).json()["id"]
    row = AuditEvent.objects.get(event="transaction_reversed")
    assert (row.user_id, row.actor_id) == (member.pk, manager.pk)
    assert row.details == {"transaction": number, "amount": "100.00", "currency": "USD"}


def test_what_has_been_spent_does_not_come_back(
    cashier_client, manager_client, member_client, funded_account, other_account
):
    paid_in = Transaction.objects.get().pk
    sent = transfer(member_client, funded_account, other_account, "60.00").json()["id"]
    withdraw(cashier_client, other_account, "0.01")
    for number in (paid_in, sent):
        assert status_and_code(reverse(manager_client, number)) == (422, "insufficient_funds")
        assert status_of(cashier_client, number) == ("posted", None, None)
    assert [balance_of(cashier_client, account) for account in (funded_account, other_account)] == ["40.00", "59.99"]


def test_once_is_enough_and_a_reversal_stays(manager_client, funded_account):
    original = Transaction.objects.get().pk
    number = reverse(manager_client, original).json()["id"]
    before = row_counts()[:2]
    assert status_and_code(reverse(manager_client, original)) == (409, "already_reversed")
    assert status_and_code(reverse(manager_client, number)) == (422, "not_reversible")
    assert row_counts()[:2] == before


def test_frozen_and_closed_accounts_hold_what_they_have(
    cashier_client, manager_client, member_client, funded_account, other_account
):
    paid_in = Transaction.objects.get().pk
    sent = transfer(member_client, funded_account, other_account, "40.00").json()["id"]
    manager_client.post(f"/api/accounts/{funded_account}/freeze/", {"reason": "court"})
    assert status_and_code(reverse(manager_client, paid_in)) == (422, "account_frozen")
    withdraw(cashier_client, other_account, "40.00")
    manager_client.post(f"/api/accounts/{other_account}/close/", {"reason": "moved"})
    assert status_and_code(reverse(manager_client, sent)) == (422, "account_closed")
    assert balance_of(cashier_client, funded_account) == "60.00"


def test_a_frozen_account_takes_back_what_it_sent(manager_client, member_client, funded_account, other_account):
    sent = transfer(member_client, funded_account, other_account, "40.00").json()["id"]
    manager_client.post(f"/api/accounts/{funded_account}/freeze/", {"reason": "court"})
    assert reverse(manager_client, sent).status_code == 201
    assert balance_of(manager_client, funded_account) == "100.00"


def test_a_closed_account_takes_nothing_back(cashier_client, manager_client, funded_account):
    paid_out = withdraw(cashier_client, funded_account, "100.00").json()["id"]
    manager_client.post(f"/api/accounts/{funded_account}/close/", {"reason": "moved"})
    assert status_and_code(reverse(manager_client, paid_out)) == (422, "account_closed")


def test_it_is_for_managers_only(cashier_client, member_client, funded_account):
    original = Transaction.objects.get().pk
    for browser in (cashier_client, member_client):
        for number in (original, 999_999):
            assert status_and_code(reverse(browser, number)) == (403, "permission_denied")
    assert status_and_code(cashier_client.post(f"/api/transactions/{original}/reverse/", {}, token=None)) == (
        401,
        "not_authenticated",
    )


def test_nobody_reverses_on_their_own_account_whichever_side(
    cashier_client, manager_client, signed_in, member, funded_account, other_account
):
    deposit(cashier_client, other_account, "5.00")
    numbers = [Transaction.objects.first().pk]
    numbers += [
        transfer(cashier_client, *pair, "1.00").json()["id"]
        for pair in ((funded_account, other_account), (other_account, funded_account))
    ]
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    own = signed_in(member)
    for number in numbers:
        assert status_and_code(reverse(own, number)) == (403, "permission_denied")
    assert reverse(manager_client, numbers[-1]).status_code == 201


def test_there_is_nothing_to_reverse_where_there_is_no_transaction(manager_client):
    for number in (0, 1, 2**63 - 1, 2**63):
        response = reverse(manager_client, number)
        assert (response.status_code, response.json()) == (404, {"error": "Not found.", "code": "not_found"})


def test_a_reason_is_a_line_of_up_to_200_characters(manager_client, funded_account):
    path = f"/api/transactions/{Transaction.objects.get().pk}/reverse/"
    for body in ({}, {"reason": ""}, {"reason": "x" * 201}, {"reason": "a\nb"}, {"reason": None}):
        response = manager_client.post(path, body, headers=idempotency_headers())
        assert (response.status_code, list(response.json()["fields"])) == (400, ["reason"])


def test_an_amount_of_ones_own_choice_is_an_unknown_field(manager_client, funded_account):
    body = {"reason": "half", "amount": "50.00"}
    response = manager_client.post(
        f"/api/transactions/{Transaction.objects.get().pk}/reverse/", body, headers=idempotency_headers()
    )
    assert (response.status_code, list(response.json()["fields"])) == (400, ["amount"])
