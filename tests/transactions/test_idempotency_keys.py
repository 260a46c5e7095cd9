"""One effect a key: a repeated payment gets its first answer again and does nothing."""

import pytest

from accounts.models import Account
from core.models import IdempotencyKey
from tests.api_payments import UNKNOWN_ACCOUNT, balance_of, deposit, idempotency_headers, reverse, transfer, withdraw
from tests.transactions.assertions import row_counts, status_and_code
from transactions.models import Transaction
from users.models import User

KEY = "5f1d7c7e-key"
REUSED = (422, "idempotency_key_reused")


def replayed(response):
    return response.headers.get("Idempotent-Replayed") == "true"


def test_a_repeat_gets_the_same_answer_and_does_nothing(cashier_client, account):
    first = deposit(cashier_client, account, "10.00", key=KEY)
    before = row_counts()
    repeats = [deposit(cashier_client, account, "10.00", key=KEY) for _ in range(3)]

    assert {(a.status_code, a.content) for a in repeats} == {(201, first.content)}
    assert not replayed(first)
    assert all(replayed(response) for response in repeats)
    assert (row_counts(), balance_of(cashier_client, account)) == (before, "10.00")


def test_each_operation_replays(cashier_client, manager_client, member_client, funded_account, other_account):
    paid_in = Transaction.objects.get().pk
    for call in (
        lambda: withdraw(cashier_client, funded_account, "1.00", key="w"),
        lambda: transfer(member_client, funded_account, other_account, "1.00", key="t"),
        lambda: transfer(cashier_client, funded_account, other_account, "1.00", key="t"),
        lambda: deposit(manager_client, funded_account, "3.00", key="d"),
        lambda: reverse(manager_client, paid_in, key="r"),
    ):
        first, second = call(), call()
        assert (first.status_code, first.content) == (second.status_code, second.content) == (201, first.content)
        assert (replayed(first), replayed(second)) == (False, True)
    assert balance_of(cashier_client, funded_account) == "0.00"


def test_the_replay_is_what_was_said_then_not_what_is_now(manager_client, account):
    first = deposit(manager_client, account, "10.00", key=KEY)
    reverse(manager_client, first.json()["id"])
    assert deposit(manager_client, account, "10.00", key=KEY).json()["status"] == "posted"
    assert manager_client.get(f"/api/transactions/{first.json()['id']}/").json()["status"] == "reversed"


def test_a_refusal_by_a_banking_rule_is_replayed_though_the_funds_have_come(cashier_client, account):
    first = withdraw(cashier_client, account, "10.00", key=KEY)
    deposit(cashier_client, account, "100.00")
    second = withdraw(cashier_client, account, "10.00", key=KEY)

    assert status_and_code(first) == status_and_code(second) == (422, "insufficient_funds")
    assert first.content == second.content
    assert (replayed(first), replayed(second)) == (False, True)
    assert withdraw(cashier_client, account, "10.00").status_code == 201


def test_another_request_under_a_used_key_is_refused_and_does_nothing(
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
        assert not replayed(response)
    assert row_counts() == before
    assert replayed(deposit(cashier_client, funded_account, "10.00", key=KEY))


def test_so_is_another_request_after_a_refusal(cashier_client, funded_account):
    withdraw(cashier_client, funded_account, "100.01", key=KEY)
    assert status_and_code(withdraw(cashier_client, funded_account, "100.00", key=KEY)) == REUSED


def test_two_reversals_are_two_requests(cashier_client, manager_client, account):
    numbers = [deposit(cashier_client, account, "1.00").json()["id"] for _ in range(2)]
    assert reverse(manager_client, numbers[0], key=KEY).status_code == 201
    assert status_and_code(reverse(manager_client, numbers[1], key=KEY)) == REUSED
    assert reverse(manager_client, numbers[1]).status_code == 201


def test_the_order_of_the_fields_does_not_matter(cashier_client, account):
    deposit(cashier_client, account, "1.00", key=KEY, description="x")
    body = {"description": "x", "amount": "1.00", "account": account}
    assert replayed(cashier_client.post("/api/transactions/deposit/", body, headers=idempotency_headers(KEY)))


def test_equal_keys_of_two_people_are_unrelated(cashier_client, manager_client, account):
    assert deposit(cashier_client, account, "1.00", key=KEY).status_code == 201
    other = deposit(manager_client, account, "2.00", key=KEY)
    assert (other.status_code, other.json()["amount"], replayed(other)) == (201, "2.00", False)
    assert balance_of(cashier_client, account) == "3.00"


def test_400_and_404_leave_the_key_free(cashier_client, manager_client, account):
    for response, status in (
        (deposit(cashier_client, account, "-1", key=KEY), 400),
        (deposit(cashier_client, UNKNOWN_ACCOUNT, "1.00", key=KEY), 404),
        (withdraw(cashier_client, UNKNOWN_ACCOUNT, "1.00", key=KEY), 404),
        (transfer(cashier_client, account, UNKNOWN_ACCOUNT, "1.00", key=KEY), 404),
    ):
        assert (response.status_code, replayed(response)) == (status, False)
    assert reverse(manager_client, 999_999, key=KEY).status_code == 404
    assert not IdempotencyKey.objects.exists()
    assert deposit(cashier_client, account, "1.00", key=KEY).status_code == 201
    assert deposit(manager_client, account, "1.00", key=KEY).status_code == 201


def test_so_does_a_403_that_the_account_decides_and_a_409(manager_client, member, manager, funded_account):
    Account.objects.filter(number=funded_account).update(owner=manager)
    assert deposit(manager_client, funded_account, "1.00", key=KEY).status_code == 403
    Account.objects.filter(number=funded_account).update(owner=member)
    original = Transaction.objects.get().pk
    reverse(manager_client, original)
    assert reverse(manager_client, original, key=KEY).status_code == 409
    assert deposit(manager_client, funded_account, "1.00", key=KEY).status_code == 201


def test_so_does_a_defect_of_ours(cashier_client, account, monkeypatch):
    def fails(*args):
        raise RuntimeError

    before = row_counts()
    with monkeypatch.context() as patch:
        patch.setattr("transactions.payments.services._audit", fails)
        assert deposit(cashier_client, account, "1.00", key=KEY).status_code == 500
    assert (row_counts(), balance_of(cashier_client, account)) == (before, "0.00")
    assert deposit(cashier_client, account, "1.00", key=KEY).status_code == 201


@pytest.mark.parametrize("refused", [False, True])
def test_a_key_lives_for_24_hours_and_not_a_moment_longer(clock, cashier_client, cashier, account, refused):
    first = (
        withdraw(cashier_client, account, "1.00", key=KEY)
        if refused
        else deposit(cashier_client, account, "1.00", key=KEY)
    )
    clock.move_to("2026-03-02T11:59:59.999999+00:00")
    cashier_client.log_in(cashier.email)
    again = (
        withdraw(cashier_client, account, "1.00", key=KEY)
        if refused
        else deposit(cashier_client, account, "1.00", key=KEY)
    )
    assert (replayed(again), again.content) == (True, first.content)
    clock.move_to("2026-03-02T12:00:00+00:00")
    other = deposit(cashier_client, account, "2.00", key=KEY)
    assert (other.status_code, replayed(other), other.json()["amount"]) == (201, False, "2.00")
    assert IdempotencyKey.objects.filter(key=KEY).count() == 1


def test_a_replay_does_not_make_a_key_live_longer(clock, cashier_client, cashier, account):
    deposit(cashier_client, account, "1.00", key=KEY)
    clock.move_to("2026-03-02T11:30:00+00:00")
    cashier_client.log_in(cashier.email)
    assert replayed(deposit(cashier_client, account, "1.00", key=KEY))
    clock.move_to("2026-03-02T12:00:00+00:00")
    assert not replayed(deposit(cashier_client, account, "1.00", key=KEY))
    assert balance_of(cashier_client, account) == "2.00"


def test_keys_are_told_apart_to_the_letter(cashier_client, account):
    keys = ["aB", "Ab", "ab", "AB", "a b", "a  b", "a", "~", "!", "a'b", 'a"b', "a%b", "a_b", "a\\b", "{}", "%s",
            "x" * 255, "x" * 254, "x" * 254 + "y"]  # fmt: skip
    responses = [deposit(cashier_client, account, "1.00", key=key) for key in keys]
    assert [(a.status_code, replayed(a)) for a in responses] == [(201, False)] * len(keys)
    assert balance_of(cashier_client, account) == f"{len(keys)}.00"
    assert all(replayed(deposit(cashier_client, account, "1.00", key=key)) for key in keys)
    assert set(IdempotencyKey.objects.values_list("key", flat=True)) == set(keys)


def test_a_repeat_is_known_after_a_refresh_a_new_login_and_from_another_browser(
    cashier_client, signed_in, cashier, account
):
    first = deposit(cashier_client, account, "1.00", key=KEY)
    cashier_client.rotate()
    assert replayed(deposit(cashier_client, account, "1.00", key=KEY))
    cashier_client.log_out()
    cashier_client.log_in(cashier.email)
    assert replayed(deposit(cashier_client, account, "1.00", key=KEY))
    elsewhere = deposit(signed_in(cashier), account, "1.00", key=KEY)
    assert (replayed(elsewhere), elsewhere.content) == (True, first.content)
    assert balance_of(cashier_client, account) == "1.00"


def test_a_repeat_by_somebody_who_may_no_longer_is_refused(cashier_client, cashier, account):
    deposit(cashier_client, account, "1.00", key=KEY)
    User.objects.filter(pk=cashier.pk).update(role="member")
    assert status_and_code(deposit(cashier_client, account, "1.00", key=KEY)) == (403, "permission_denied")


def test_reading_needs_no_key_and_takes_none(cashier_client, account):
    response = cashier_client.get(f"/api/accounts/{account}/", headers=idempotency_headers(KEY))
    assert (response.status_code, IdempotencyKey.objects.count()) == (200, 0)
