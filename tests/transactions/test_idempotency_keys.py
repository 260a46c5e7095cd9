"""Idempotency keys of payments: a repeated request gets the stored response and posts nothing."""

import pytest

from accounts.models import Account
from core.models import IdempotencyKey
from tests.api_payments import UNKNOWN_ACCOUNT, balance_of, deposit, idempotency_headers, reverse, transfer, withdraw
from tests.cash import put_cash_in_till
from tests.transactions.assertions import row_counts, status_and_code
from transactions.models import Transaction
from users.models import User

KEY = "5f1d7c7e-key"
REUSED = (422, "idempotency_key_reused")


def is_replayed(response):
    return response.headers.get("Idempotent-Replayed") == "true"


def test_repeated_deposit_gets_the_stored_response_and_posts_nothing(cashier_client, account):
    first = deposit(cashier_client, account, "10.00", key=KEY)
    before = row_counts()
    repeats = [deposit(cashier_client, account, "10.00", key=KEY) for _ in range(3)]

    assert {(a.status_code, a.content) for a in repeats} == {(201, first.content)}
    assert not is_replayed(first)
    assert all(is_replayed(response) for response in repeats)
    assert (row_counts(), balance_of(cashier_client, account)) == (before, "10.00")


def test_every_payment_operation_replays_its_stored_response(
    cashier, cashier_client, manager_client, member_client, funded_account, other_account
):
    deposit_id = Transaction.objects.get().pk
    put_cash_in_till(cashier, 1_00)
    for send in (
        lambda: withdraw(cashier_client, funded_account, "1.00", key="w"),
        lambda: transfer(member_client, funded_account, other_account, "1.00", key="t"),
        lambda: transfer(cashier_client, funded_account, other_account, "1.00", key="t"),
        lambda: deposit(manager_client, funded_account, "3.00", key="d"),
        lambda: reverse(manager_client, deposit_id, key="r"),
    ):
        first, second = send(), send()
        assert (first.status_code, first.content) == (second.status_code, second.content) == (201, first.content)
        assert (is_replayed(first), is_replayed(second)) == (False, True)
    assert balance_of(cashier_client, funded_account) == "0.00"


def test_replay_returns_the_original_response_not_the_current_state(manager_client, account):
    first = deposit(manager_client, account, "10.00", key=KEY)
    reverse(manager_client, first.json()["id"])
    assert deposit(manager_client, account, "10.00", key=KEY).json()["status"] == "posted"
    assert manager_client.get(f"/api/transactions/{first.json()['id']}/").json()["status"] == "reversed"


def test_insufficient_funds_response_is_replayed_after_a_deposit(cashier_client, account):
    first = withdraw(cashier_client, account, "10.00", key=KEY)
    deposit(cashier_client, account, "100.00")
    second = withdraw(cashier_client, account, "10.00", key=KEY)

    assert status_and_code(first) == status_and_code(second) == (422, "insufficient_funds")
    assert first.content == second.content
    assert (is_replayed(first), is_replayed(second)) == (False, True)
    assert withdraw(cashier_client, account, "10.00").status_code == 201


def test_different_request_with_a_used_key_is_rejected_and_posts_nothing(
    cashier_client, manager_client, funded_account, other_account
):
    deposit(cashier_client, funded_account, "10.00", key=KEY)
    before = row_counts()
    for response in (
        deposit(cashier_client, funded_account, "10.01", key=KEY),
        deposit(cashier_client, other_account, "10.00", key=KEY),
        deposit(cashier_client, funded_account, "10.00", key=KEY, description="x"),
        withdraw(cashier_client, funded_account, "10.00", key=KEY),
        transfer(cashier_client, funded_account, other_account, "10.00", key=KEY),
    ):
        assert status_and_code(response) == REUSED
        assert not is_replayed(response)
    assert row_counts() == before
    assert is_replayed(deposit(cashier_client, funded_account, "10.00", key=KEY))


def test_different_request_with_the_key_of_a_rejected_payment_is_rejected(cashier_client, funded_account):
    withdraw(cashier_client, funded_account, "100.01", key=KEY)
    assert status_and_code(withdraw(cashier_client, funded_account, "100.00", key=KEY)) == REUSED


def test_reversal_of_another_transaction_with_the_same_key_is_rejected(cashier_client, manager_client, account):
    numbers = [deposit(cashier_client, account, "1.00").json()["id"] for _ in range(2)]
    assert reverse(manager_client, numbers[0], key=KEY).status_code == 201
    assert status_and_code(reverse(manager_client, numbers[1], key=KEY)) == REUSED
    assert reverse(manager_client, numbers[1]).status_code == 201


def test_repeated_payment_with_fields_in_another_order_is_replayed(cashier_client, account):
    deposit(cashier_client, account, "1.00", key=KEY, description="x")
    body = {"description": "x", "amount": "1.00", "account": account}
    assert is_replayed(cashier_client.post("/api/transactions/deposit/", body, headers=idempotency_headers(KEY)))


def test_same_key_of_two_users_is_independent(cashier_client, manager_client, account):
    assert deposit(cashier_client, account, "1.00", key=KEY).status_code == 201
    other = deposit(manager_client, account, "2.00", key=KEY)
    assert (other.status_code, other.json()["amount"], is_replayed(other)) == (201, "2.00", False)
    assert balance_of(cashier_client, account) == "3.00"


def test_400_and_404_leave_the_key_free(cashier_client, manager_client, account):
    for response, status in (
        (deposit(cashier_client, account, "-1", key=KEY), 400),
        (deposit(cashier_client, UNKNOWN_ACCOUNT, "1.00", key=KEY), 404),
        (withdraw(cashier_client, UNKNOWN_ACCOUNT, "1.00", key=KEY), 404),
        (transfer(cashier_client, account, UNKNOWN_ACCOUNT, "1.00", key=KEY), 404),
    ):
        assert (response.status_code, is_replayed(response)) == (status, False)
    assert reverse(manager_client, 999_999, key=KEY).status_code == 404
    assert not IdempotencyKey.objects.exists()
    assert deposit(cashier_client, account, "1.00", key=KEY).status_code == 201
    assert deposit(manager_client, account, "1.00", key=KEY).status_code == 201


def test_403_for_an_own_account_and_409_leave_the_key_free(manager_client, member, manager, funded_account):
    Account.objects.filter(number=funded_account).update(owner=manager)
    assert deposit(manager_client, funded_account, "1.00", key=KEY).status_code == 403
    Account.objects.filter(number=funded_account).update(owner=member)
    original = Transaction.objects.get().pk
    reverse(manager_client, original)
    assert reverse(manager_client, original, key=KEY).status_code == 409
    assert deposit(manager_client, funded_account, "1.00", key=KEY).status_code == 201


def test_server_error_leaves_the_key_free(cashier_client, account, monkeypatch):
    def raise_error(*args):
        raise RuntimeError

    before = row_counts()
    with monkeypatch.context() as patch:
        patch.setattr("transactions.payments.services._audit", raise_error)
        assert deposit(cashier_client, account, "1.00", key=KEY).status_code == 500
    assert (row_counts(), balance_of(cashier_client, account)) == (before, "0.00")
    assert deposit(cashier_client, account, "1.00", key=KEY).status_code == 201


@pytest.mark.parametrize("rejected", [False, True])
def test_key_expires_after_exactly_24_hours(clock, cashier_client, cashier, account, rejected):
    first = (
        withdraw(cashier_client, account, "1.00", key=KEY)
        if rejected
        else deposit(cashier_client, account, "1.00", key=KEY)
    )
    clock.move_to("2026-03-02T11:59:59.999999+00:00")
    cashier_client.log_in(cashier.email)
    again = (
        withdraw(cashier_client, account, "1.00", key=KEY)
        if rejected
        else deposit(cashier_client, account, "1.00", key=KEY)
    )
    assert (is_replayed(again), again.content) == (True, first.content)
    clock.move_to("2026-03-02T12:00:00+00:00")
    other = deposit(cashier_client, account, "2.00", key=KEY)
    assert (other.status_code, is_replayed(other), other.json()["amount"]) == (201, False, "2.00")
    assert IdempotencyKey.objects.filter(key=KEY).count() == 1


def test_replay_does_not_extend_the_life_of_the_key(clock, cashier_client, cashier, account):
    deposit(cashier_client, account, "1.00", key=KEY)
    clock.move_to("2026-03-02T11:30:00+00:00")
    cashier_client.log_in(cashier.email)
    assert is_replayed(deposit(cashier_client, account, "1.00", key=KEY))
    clock.move_to("2026-03-02T12:00:00+00:00")
    assert not is_replayed(deposit(cashier_client, account, "1.00", key=KEY))
    assert balance_of(cashier_client, account) == "2.00"


def test_keys_are_compared_exactly(cashier_client, account):
    keys = ["aB", "Ab", "ab", "AB", "a b", "a  b", "a", "~", "!", "a'b", 'a"b', "a%b", "a_b", "a\\b", "{}", "%s",
            "x" * 255, "x" * 254, "x" * 254 + "y"]  # fmt: skip
    responses = [deposit(cashier_client, account, "1.00", key=key) for key in keys]
    assert [(a.status_code, is_replayed(a)) for a in responses] == [(201, False)] * len(keys)
    assert balance_of(cashier_client, account) == f"{len(keys)}.00"
    assert all(is_replayed(deposit(cashier_client, account, "1.00", key=key)) for key in keys)
    assert set(IdempotencyKey.objects.values_list("key", flat=True)) == set(keys)


def test_payment_is_replayed_after_refresh_and_login_and_on_another_browser(
    cashier_client, signed_in, cashier, account
):
    first = deposit(cashier_client, account, "1.00", key=KEY)
    cashier_client.rotate()
    assert is_replayed(deposit(cashier_client, account, "1.00", key=KEY))
    cashier_client.log_out()
    cashier_client.log_in(cashier.email)
    assert is_replayed(deposit(cashier_client, account, "1.00", key=KEY))
    response = deposit(signed_in(cashier), account, "1.00", key=KEY)
    assert (is_replayed(response), response.content) == (True, first.content)
    assert balance_of(cashier_client, account) == "1.00"


def test_repeated_payment_by_a_user_who_lost_the_permission_is_rejected(cashier_client, cashier, account):
    deposit(cashier_client, account, "1.00", key=KEY)
    User.objects.filter(pk=cashier.pk).update(role="member")
    assert status_and_code(deposit(cashier_client, account, "1.00", key=KEY)) == (403, "permission_denied")


def test_get_request_ignores_the_idempotency_key(cashier_client, account):
    response = cashier_client.get(f"/api/accounts/{account}/", headers=idempotency_headers(KEY))
    assert (response.status_code, IdempotencyKey.objects.count()) == (200, 0)
