"""Concurrent payments on the same accounts: balances, daily limits, reversals, closing and freezing stay exact."""

from functools import partial

import pytest

from tests.api_payments import deposit, reverse, transfer, withdraw
from tests.concurrency.bank_fixtures import CASHIER, MANAGER, Bank, count_replayed
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, race, run_concurrently

ROUNDS = 8


@pytest.fixture
def bank(server):
    return Bank(server)


def test_100_concurrent_withdrawals_of_the_whole_balance_pay_out_once(bank):
    number = bank.account("500.00")
    tabs = bank.tabs(CASHIER, 100)

    responses = run_concurrently(*(partial(withdraw, tab, number, "500.00") for tab in tabs))

    assert count_outcomes(responses) == {"201": 1, "422 insufficient_funds": 99}
    assert bank.balance(number) == "0.00"
    assert bank.is_consistent()


def test_50_concurrent_transfers_of_the_whole_balance_are_posted_once(bank):
    number, other = bank.account("500.00"), bank.account()
    tabs = bank.tabs(CASHIER, 50)

    responses = run_concurrently(*(partial(transfer, tab, number, other, "500.00") for tab in tabs))

    assert count_outcomes(responses) == {"201": 1, "422 insufficient_funds": 49}
    assert bank.balance(number) == "0.00"
    assert bank.balance(other) == "500.00"
    assert bank.is_consistent()


def test_50_concurrent_requests_with_one_idempotency_key_are_posted_once(bank):
    number = bank.account()
    tabs = bank.tabs(CASHIER, 50)

    responses = run_concurrently(*(partial(deposit, tab, number, "7.00", key=bank.name) for tab in tabs))

    assert count_outcomes(responses) == {"201": 50}
    assert len({response.content for response in responses}) == 1
    assert count_replayed(responses) == 49
    assert bank.balance(number) == "7.00"


def test_refusal_of_50_concurrent_requests_with_one_idempotency_key_is_replayed_after_a_deposit(bank):
    number = bank.account("1.00")
    tabs = bank.tabs(CASHIER, 50)
    pay_out = [partial(withdraw, tab, number, "2.00", key=bank.name) for tab in tabs]

    responses = run_concurrently(*pay_out)
    assert count_outcomes(responses) == {"422 insufficient_funds": 50}
    assert count_replayed(responses) == 49

    assert deposit(bank.cashier, number, "5.00").status_code == 201
    responses = run_concurrently(*pay_out)
    assert count_outcomes(responses) == {"422 insufficient_funds": 50}
    assert count_replayed(responses) == 50
    assert bank.balance(number) == "6.00"


def test_two_different_payments_with_one_idempotency_key_are_posted_once(bank):
    number = bank.account()
    amounts = ["7.00", "8.00"] * 10
    pay = partial(deposit, number=number, key=bank.name)

    responses = map_concurrently(lambda tab, amount: pay(tab, amount=amount), bank.tabs(CASHIER, 20), amounts)

    assert count_outcomes(responses) == {"201": 10, "422 idempotency_key_reused": 10}
    paid = {response.json()["amount"] for response in responses if response.status_code == 201}
    assert paid == {bank.balance(number)}


def test_20_concurrent_transfers_from_five_accounts_stop_at_the_daily_limit(bank):
    email, user_id = bank.add_person()
    # Five pairs of accounts, so that the lock of one account does not serialize all transfers.
    pairs = [(bank.open(user_id, "4000.00"), bank.account()) for _ in range(5)]
    tabs = bank.tabs(email, 20)

    responses = run_concurrently(*(partial(transfer, tab, *pairs[i % 5], "1000.00") for i, tab in enumerate(tabs)))

    assert count_outcomes(responses) == {"201": 10, "422 limit_exceeded": 10}
    balances = bank.balances()
    assert sum(balances[target] for _, target in pairs) == 10_000_00


def test_20_concurrent_reversals_during_transfers_reverse_the_transaction_once(bank):
    one, other = bank.account("100.00"), bank.account("100.00")
    transaction_id = transfer(bank.cashier, one, other, "30.00").json()["id"]
    tabs = bank.tabs(CASHIER, 12)
    both_ways = [partial(transfer, tab, *(one, other)[:: 1 if i % 2 else -1], "0.01") for i, tab in enumerate(tabs)]
    reversals = [partial(reverse, tab, transaction_id) for tab in bank.tabs(MANAGER, 20)]

    responses, transfers = race(partial(run_concurrently, *reversals), *both_ways)

    assert count_outcomes(responses) == {"201": 1, "409 already_reversed": 19}
    assert [set(count_outcomes(each)) for each in transfers] == [{"201"}] * len(both_ways)
    outgoing, incoming = (sum(len(each) for each in transfers[i::2]) for i in range(2))
    assert bank.balances()[one] == 100_00 + outgoing - incoming
    assert sum(bank.balances().values()) == 200_00
    assert bank.is_consistent()


def test_concurrent_transfers_in_both_directions_do_not_deadlock(bank, server):
    one, other = bank.account("100.00"), bank.account("100.00")
    tabs = bank.tabs(CASHIER, 16)
    before = count_conflicts(server)
    for _ in range(ROUNDS // 2):
        ways = ((one, other), (other, one))
        responses = run_concurrently(*(partial(transfer, tab, *ways[i % 2], "0.01") for i, tab in enumerate(tabs)))
        assert count_outcomes(responses) == {"201": len(tabs)}
    assert count_conflicts(server) == before


def test_account_closed_during_transfers_has_a_zero_balance(bank):
    partner = bank.account("10.00")
    tabs = bank.tabs(CASHIER, 2)  # few, so that the balance is zero at times
    for _ in range(ROUNDS):
        number = bank.account()

        def transfer_and_return(tab, number=number):
            response = transfer(tab, partner, number, "0.01")
            return response if response.status_code != 201 else transfer(tab, number, partner, "0.01")

        closed, transfers = race(partial(close, bank, number), *(partial(transfer_and_return, tab) for tab in tabs))

        assert closed.status_code == 200
        assert count_outcomes(each[-1] for each in transfers) == {"422 account_closed": len(tabs)}
        assert {kind for each in transfers for kind in count_outcomes(each)} <= {"201", "422 account_closed"}
        assert bank.balance(number) == "0.00"
    assert bank.balance(partner) == "10.00"


def test_no_debit_is_posted_once_the_freeze_has_returned(bank):
    partner, number = bank.account(), bank.account("10.00")
    tabs = bank.tabs(CASHIER, 8)
    for _ in range(ROUNDS // 4):
        pay_out = [partial(transfer, tab, number, partner, "0.01") for tab in tabs]
        frozen, transfers = race(partial(change, bank, number, "freeze"), *pay_out)

        assert frozen.status_code == 200
        assert count_outcomes(each[-1] for each in transfers) == {"422 account_frozen": len(tabs)}
        assert change(bank, number, "unfreeze").status_code == 200
    assert sum(bank.balances().values()) == 10_00
    assert bank.is_consistent()


def test_20_concurrent_first_deposits_of_a_cashier_open_one_till(bank, server):
    for _ in range(ROUNDS // 4):
        email, cashier_id = bank.add_person("cashier")
        number = bank.account()

        responses = map_concurrently(partial(deposit, number=number, amount="1.00"), bank.tabs(email, 20))

        assert count_outcomes(responses) == {"201": 20}
        assert bank.balance(number) == "20.00"
        tills = server.sql("SELECT COUNT(*) FROM accounts WHERE code = %s", f"till:{cashier_id}")
        assert tills[0][0] == 1


def change(bank, number, to):
    return bank.manager.post(f"/api/accounts/{number}/{to}/", {"reason": "a race"})


def close(bank, number):
    """Repeats the request until the balance is zero at that moment: every transfer is returned at once."""
    while True:
        response = change(bank, number, "close")
        if response.status_code != 422 or response.json()["code"] != "balance_not_zero":
            return response


def count_conflicts(server):
    """How many transactions the server has retried, according to its log."""
    return server.log.read_text().count("conflict in ")


def test_10_concurrent_first_transfers_to_a_payee_queue_one_mail(bank):
    email, owner = bank.add_person()
    numbers = [bank.open(owner, "10.00") for _ in range(10)]
    payee, tabs = bank.account(), bank.tabs(email, 10)

    responses = run_concurrently(
        *(partial(transfer, tab, number, payee, "1.00") for tab, number in zip(tabs, numbers, strict=True))
    )

    assert count_outcomes(responses) == {"201": 10}
    statement = "SELECT COUNT(*) FROM outgoing_mails WHERE kind = 'new_payee' AND recipient = %s"
    assert bank.server.sql(statement, email)[0][0] == 1
