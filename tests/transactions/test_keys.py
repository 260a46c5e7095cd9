"""One effect a key: a repeated payment gets its first answer again and does nothing."""

import pytest

from accounts.models import Account
from core.models import IdempotencyKey
from tests.counter import ABSENT, a_key, balance_of, deposit, reverse, transfer, withdraw
from tests.transactions.judging import refusal, traces
from transactions.models import Transaction
from users.models import User

KEY = "5f1d7c7e-key"
REUSED = (422, "idempotency_key_reused")


def replayed(answer):
    return answer.headers.get("Idempotent-Replayed") == "true"


def test_a_repeat_gets_the_same_answer_and_does_nothing(desk, account):
    first = deposit(desk, account, "10.00", key=KEY)
    before = traces()
    repeats = [deposit(desk, account, "10.00", key=KEY) for _ in range(3)]

    assert {(a.status_code, a.content) for a in repeats} == {(201, first.content)}
    assert not replayed(first)
    assert all(replayed(answer) for answer in repeats)
    assert (traces(), balance_of(desk, account)) == (before, "10.00")


def test_each_operation_replays(desk, office, phone, funded, other):
    paid_in = Transaction.objects.get().pk
    for call in (
        lambda: withdraw(desk, funded, "1.00", key="w"),
        lambda: transfer(phone, funded, other, "1.00", key="t"),
        lambda: transfer(desk, funded, other, "1.00", key="t"),
        lambda: deposit(office, funded, "3.00", key="d"),
        lambda: reverse(office, paid_in, key="r"),
    ):
        first, second = call(), call()
        assert (first.status_code, first.content) == (second.status_code, second.content) == (201, first.content)
        assert (replayed(first), replayed(second)) == (False, True)
    assert balance_of(desk, funded) == "0.00"


def test_the_replay_is_what_was_said_then_not_what_is_now(office, account):
    first = deposit(office, account, "10.00", key=KEY)
    reverse(office, first.json()["id"])
    assert deposit(office, account, "10.00", key=KEY).json()["status"] == "posted"
    assert office.get(f"/api/transactions/{first.json()['id']}/").json()["status"] == "reversed"


def test_a_refusal_by_a_banking_rule_is_replayed_though_the_funds_have_come(desk, account):
    first = withdraw(desk, account, "10.00", key=KEY)
    deposit(desk, account, "100.00")
    second = withdraw(desk, account, "10.00", key=KEY)

    assert refusal(first) == refusal(second) == (422, "insufficient_funds")
    assert first.content == second.content
    assert (replayed(first), replayed(second)) == (False, True)
    assert withdraw(desk, account, "10.00").status_code == 201


def test_another_request_under_a_used_key_is_refused_and_does_nothing(desk, office, funded, other):
    deposit(desk, funded, "10.00", key=KEY)
    before = traces()
    for answer in (
        deposit(desk, funded, "10.01", key=KEY),
        deposit(desk, other, "10.00", key=KEY),
        deposit(desk, funded, "10.00", key=KEY, description="x"),
        withdraw(desk, funded, "10.00", key=KEY),
        transfer(desk, funded, other, "10.00", key=KEY),
    ):
        assert refusal(answer) == REUSED
        assert not replayed(answer)
    assert traces() == before
    assert replayed(deposit(desk, funded, "10.00", key=KEY))


def test_so_is_another_request_after_a_refusal(desk, funded):
    withdraw(desk, funded, "100.01", key=KEY)
    assert refusal(withdraw(desk, funded, "100.00", key=KEY)) == REUSED


def test_two_reversals_are_two_requests(desk, office, account):
    numbers = [deposit(desk, account, "1.00").json()["id"] for _ in range(2)]
    assert reverse(office, numbers[0], key=KEY).status_code == 201
    assert refusal(reverse(office, numbers[1], key=KEY)) == REUSED
    assert reverse(office, numbers[1]).status_code == 201


def test_the_order_of_the_fields_does_not_matter(desk, account):
    deposit(desk, account, "1.00", key=KEY, description="x")
    body = {"description": "x", "amount": "1.00", "account": account}
    assert replayed(desk.post("/api/transactions/deposit/", body, headers=a_key(KEY)))


def test_equal_keys_of_two_people_are_unrelated(desk, office, account):
    assert deposit(desk, account, "1.00", key=KEY).status_code == 201
    other = deposit(office, account, "2.00", key=KEY)
    assert (other.status_code, other.json()["amount"], replayed(other)) == (201, "2.00", False)
    assert balance_of(desk, account) == "3.00"


def test_400_and_404_leave_the_key_free(desk, office, account):
    for answer, status in (
        (deposit(desk, account, "-1", key=KEY), 400),
        (deposit(desk, ABSENT, "1.00", key=KEY), 404),
        (withdraw(desk, ABSENT, "1.00", key=KEY), 404),
        (transfer(desk, account, ABSENT, "1.00", key=KEY), 404),
    ):
        assert (answer.status_code, replayed(answer)) == (status, False)
    assert reverse(office, 999_999, key=KEY).status_code == 404
    assert not IdempotencyKey.objects.exists()
    assert deposit(desk, account, "1.00", key=KEY).status_code == 201
    assert deposit(office, account, "1.00", key=KEY).status_code == 201


def test_so_does_a_403_that_the_account_decides_and_a_409(office, member, manager, funded):
    Account.objects.filter(number=funded).update(owner=manager)
    assert deposit(office, funded, "1.00", key=KEY).status_code == 403
    Account.objects.filter(number=funded).update(owner=member)
    original = Transaction.objects.get().pk
    reverse(office, original)
    assert reverse(office, original, key=KEY).status_code == 409
    assert deposit(office, funded, "1.00", key=KEY).status_code == 201


def test_so_does_a_defect_of_ours(desk, account, monkeypatch):
    def fails(*args):
        raise RuntimeError

    before = traces()
    with monkeypatch.context() as patch:
        patch.setattr("transactions.payments.services._audit", fails)
        assert deposit(desk, account, "1.00", key=KEY).status_code == 500
    assert (traces(), balance_of(desk, account)) == (before, "0.00")
    assert deposit(desk, account, "1.00", key=KEY).status_code == 201


@pytest.mark.parametrize("refused", [False, True])
def test_a_key_lives_for_24_hours_and_not_a_moment_longer(clock, desk, cashier, account, refused):
    first = withdraw(desk, account, "1.00", key=KEY) if refused else deposit(desk, account, "1.00", key=KEY)
    clock.move_to("2026-03-02T11:59:59.999999+00:00")
    desk.log_in(cashier.email)
    again = withdraw(desk, account, "1.00", key=KEY) if refused else deposit(desk, account, "1.00", key=KEY)
    assert (replayed(again), again.content) == (True, first.content)
    clock.move_to("2026-03-02T12:00:00+00:00")
    other = deposit(desk, account, "2.00", key=KEY)
    assert (other.status_code, replayed(other), other.json()["amount"]) == (201, False, "2.00")
    assert IdempotencyKey.objects.filter(key=KEY).count() == 1


def test_a_replay_does_not_make_a_key_live_longer(clock, desk, cashier, account):
    deposit(desk, account, "1.00", key=KEY)
    clock.move_to("2026-03-02T11:30:00+00:00")
    desk.log_in(cashier.email)
    assert replayed(deposit(desk, account, "1.00", key=KEY))
    clock.move_to("2026-03-02T12:00:00+00:00")
    assert not replayed(deposit(desk, account, "1.00", key=KEY))
    assert balance_of(desk, account) == "2.00"


def test_keys_are_told_apart_to_the_letter(desk, account):
    keys = ["aB", "Ab", "ab", "AB", "a b", "a  b", "a", "~", "!", "a'b", 'a"b', "a%b", "a_b", "a\\b", "{}", "%s",
            "x" * 255, "x" * 254, "x" * 254 + "y"]  # fmt: skip
    answers = [deposit(desk, account, "1.00", key=key) for key in keys]
    assert [(a.status_code, replayed(a)) for a in answers] == [(201, False)] * len(keys)
    assert balance_of(desk, account) == f"{len(keys)}.00"
    assert all(replayed(deposit(desk, account, "1.00", key=key)) for key in keys)
    assert set(IdempotencyKey.objects.values_list("key", flat=True)) == set(keys)


def test_a_repeat_is_known_after_a_refresh_a_new_login_and_from_another_browser(desk, signed_in, cashier, account):
    first = deposit(desk, account, "1.00", key=KEY)
    desk.rotate()
    assert replayed(deposit(desk, account, "1.00", key=KEY))
    desk.log_out()
    desk.log_in(cashier.email)
    assert replayed(deposit(desk, account, "1.00", key=KEY))
    elsewhere = deposit(signed_in(cashier), account, "1.00", key=KEY)
    assert (replayed(elsewhere), elsewhere.content) == (True, first.content)
    assert balance_of(desk, account) == "1.00"


def test_a_repeat_by_somebody_who_may_no_longer_is_refused(desk, cashier, account):
    deposit(desk, account, "1.00", key=KEY)
    User.objects.filter(pk=cashier.pk).update(role="member")
    assert refusal(deposit(desk, account, "1.00", key=KEY)) == (403, "permission_denied")


def test_reading_needs_no_key_and_takes_none(desk, account):
    answer = desk.get(f"/api/accounts/{account}/", headers=a_key(KEY))
    assert (answer.status_code, IdempotencyKey.objects.count()) == (200, 0)
