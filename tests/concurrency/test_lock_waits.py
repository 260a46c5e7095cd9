"""Payments that have waited for a row lock see what was committed meanwhile; others do not wait (MariaDB).

Another transaction locks the row until every payment waits, so all of them have read what they read without a lock:
the interleaving that is left to chance in `test_money_races.py` and `test_cash_races.py` happens each time.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.api_payments import count_till, deposit, fund_till, pay_out_cash, return_cash, reverse, transfer, withdraw
from tests.concurrency.bank_fixtures import CASHIER, MANAGER, Bank
from tests.concurrency.concurrency_helpers import (
    MARIADB,
    count_outcomes,
    locked_rows,
    run_behind_lock,
    wait_for_lock_waits,
)
from tests.concurrency.test_cash_races import cash_in_till, cash_in_vault, new_cashier, set_vault

ACCOUNT = "SELECT id FROM accounts WHERE number = %s"
TILL = "SELECT id FROM accounts WHERE cashier_id = %s"
VAULT = "SELECT id FROM accounts WHERE code = %s"
pytestmark = pytest.mark.skipif(not MARIADB, reason="SQLite has one writer: no payment reads before it waits")


@pytest.fixture
def bank(server):
    return Bank(server)


def test_two_transfers_of_the_whole_balance_that_wait_for_the_account_are_posted_once(bank, server):
    number, other = bank.account("500.00"), bank.account()
    calls = [partial(transfer, tab, number, other, "500.00") for tab in bank.tabs(CASHIER, 2)]

    responses = run_behind_lock(server, ACCOUNT, [number], *calls)

    assert count_outcomes(responses) == {"201": 1, "422 insufficient_funds": 1}
    assert (bank.balance(number), bank.balance(other)) == ("0.00", "500.00")
    assert bank.is_consistent()


def test_transfer_locks_the_account_with_the_lower_id_first(bank, server):
    """A posting that locks by id, such as a reversal, would deadlock with one that locks in the order of numbers."""
    numbers = [bank.account("10.00")]
    while len(numbers) < 2 or numbers[-1] > numbers[0]:
        numbers.append(bank.account("10.00"))
    first, second = numbers[0], numbers[-1]  # by id; the reverse by number

    with ThreadPoolExecutor(1) as threads, locked_rows(server, ACCOUNT, first):
        waiting = threads.submit(transfer, bank.tabs(CASHIER, 1)[0], second, first, "1.00")
        wait_for_lock_waits(server, waiting)
        assert deposit(bank.cashier, second, "1.00").status_code == 201

    assert count_outcomes([waiting.result()]) == {"201": 1}
    assert (bank.balance(first), bank.balance(second)) == ("11.00", "10.00")


def test_transfer_waits_for_another_that_has_read_the_account_and_is_refused(bank, server):
    number, payee, other = bank.account("500.00"), bank.account(), bank.account()
    tab, other_tab = bank.tabs(CASHIER, 2)

    with ThreadPoolExecutor(2) as threads, locked_rows(server, ACCOUNT, payee):
        first = threads.submit(transfer, tab, number, payee, "500.00")
        wait_for_lock_waits(server, first)  # it has read the account, and waits for the payee's, which has a higher id
        second = threads.submit(transfer, other_tab, number, other, "500.00")
        wait_for_lock_waits(server, first, second)

    assert count_outcomes([first.result()]) == {"201": 1}
    assert count_outcomes([second.result()]) == {"422 insufficient_funds": 1}
    assert [bank.balance(account) for account in (number, payee, other)] == ["0.00", "500.00", "0.00"]
    assert bank.is_consistent()


def test_two_reversals_that_have_read_the_account_and_wait_for_it_leave_no_negative_balance(bank, server):
    number = bank.account()
    deposits = [deposit(bank.cashier, number, "5.00").json()["id"] for _ in range(2)]
    assert withdraw(bank.cashier, number, "5.00").status_code == 201
    calls = [partial(reverse, tab, pk) for tab, pk in zip(bank.tabs(MANAGER, 2), deposits, strict=True)]

    responses = run_behind_lock(server, ACCOUNT, [number], *calls)

    assert count_outcomes(responses) == {"201": 1, "422 insufficient_funds": 1}
    assert bank.balance(number) == "0.00"
    assert bank.is_consistent()


def test_reversal_that_waits_while_the_account_is_closed_is_refused(bank, server):
    number = bank.account("5.00")
    withdrawal = withdraw(bank.cashier, number, "5.00").json()["id"]
    tab, other_tab = bank.tabs(MANAGER, 2)

    with ThreadPoolExecutor(2) as threads, locked_rows(server, ACCOUNT, number):
        closing = threads.submit(tab.post, f"/api/accounts/{number}/close/", {"reason": "Moved away"})
        wait_for_lock_waits(server, closing)
        reversal = threads.submit(reverse, other_tab, withdrawal)
        wait_for_lock_waits(server, closing, reversal)

    assert count_outcomes([closing.result()]) == {"200": 1}
    assert count_outcomes([reversal.result()]) == {"422 account_closed": 1}
    assert bank.balance(number) == "0.00"
    assert bank.is_consistent()


def test_two_withdrawals_of_the_last_cash_that_wait_for_the_till_pay_out_once(bank, server):
    email, cashier_id = new_cashier(bank, 10_00)
    numbers = [bank.account("10.00") for _ in range(2)]  # two accounts, whose locks do not help
    calls = [partial(withdraw, tab, number, "10.00") for tab, number in zip(bank.tabs(email, 2), numbers, strict=True)]

    responses = run_behind_lock(server, TILL, [cashier_id], *calls)

    assert count_outcomes(responses) == {"201": 1, "422 till_insufficient": 1}
    assert cash_in_till(bank, cashier_id) == 0
    assert bank.is_consistent()


@pytest.mark.parametrize("second", ["fund", "pay out"])
def test_funding_and_payments_of_the_last_cash_that_wait_for_the_vault_pay_out_once(bank, server, second):
    cashiers = [bank.add_person("cashier")[1] for _ in range(2)]
    set_vault(bank, 10_00)
    tab, other = bank.tabs(MANAGER, 2)
    calls = {"fund": partial(fund_till, other, cashiers[1], "10.00"), "pay out": partial(pay_out_cash, other, "10.00")}

    responses = run_behind_lock(server, VAULT, ["vault"], partial(fund_till, tab, cashiers[0], "10.00"), calls[second])

    assert count_outcomes(responses) == {"201": 1, "422 vault_insufficient": 1}
    assert cash_in_vault(bank) == 0
    assert bank.is_consistent()


def test_two_counts_that_wait_for_the_till_book_its_difference_once(bank, server):
    email, cashier_id = new_cashier(bank, 10_00)
    calls = [partial(count_till, tab, cashier_id, "7.00") for tab in bank.tabs(email, 2)]

    responses = run_behind_lock(server, TILL, [cashier_id], *calls)

    assert count_outcomes(responses) == {"201": 2}
    assert sorted(response.json()["difference"] for response in responses) == ["-3.00", "0.00"]
    assert cash_in_till(bank, cashier_id) == 7_00
    assert bank.is_consistent()


def test_two_commands_that_wait_for_a_negative_till_fund_it_once(bank, server):
    email, cashier_id = new_cashier(bank, 1_00)
    assert withdraw(bank.tabs(email, 1)[0], bank.account("1.00"), "1.00").status_code == 201
    overdraw_till(server, cashier_id, 5_00)
    command = partial(server.manage, "fund_tills", "--manager", MANAGER)

    outputs = run_behind_lock(server, TILL, [cashier_id], command, command)

    assert sorted(output.splitlines()[-1] for output in outputs) == ["0 tills funded", "1 tills funded"]
    assert cash_in_till(bank, cashier_id) == 0
    assert bank.is_consistent()


def overdraw_till(server, cashier_id, amount):
    """Posts what an earlier release let a till pay out without holding it."""
    server.sql(
        "INSERT INTO transactions (kind, amount, currency, description, description_folded, booked_at, value_date, "
        "created_by_id) VALUES ('cash_difference', %s, 'USD', 'test', 'test', UTC_TIMESTAMP(6), UTC_DATE(), %s)",
        amount, cashier_id,
    )  # fmt: skip
    server.sql(
        "INSERT INTO entries (transaction_id, account_id, direction, amount, booked_at) SELECT t.id, a.id, "
        "IF(a.code = 'equity', 'debit', 'credit'), t.amount, t.booked_at FROM transactions t "
        "JOIN accounts a ON a.code = 'equity' OR a.cashier_id = t.created_by_id "
        "WHERE t.created_by_id = %s AND t.description = 'test'",
        cashier_id,
    )


def test_deposit_waits_for_a_payment_out_of_the_same_till(bank, server):
    email, cashier_id = new_cashier(bank, 10_00)
    number = bank.account()
    (tab,) = bank.tabs(email, 1)

    (response,) = run_behind_lock(server, TILL, [cashier_id], partial(deposit, tab, number, "1.00"))

    assert response.status_code == 201
    assert cash_in_till(bank, cashier_id) == 11_00


def test_payments_at_one_till_do_not_wait_for_another_till(bank, server):
    _, busy = new_cashier(bank, 10_00)
    email, cashier_id = new_cashier(bank, 10_00)
    set_vault(bank, 10_00)
    number = bank.account("10.00")
    (tab,) = bank.tabs(email, 1)

    with locked_rows(server, TILL, busy):
        responses = [
            withdraw(tab, number, "5.00"),
            deposit(tab, number, "5.00"),
            count_till(tab, cashier_id, "9.00"),
            fund_till(bank.manager, cashier_id, "5.00"),
            return_cash(bank.manager, cashier_id, "5.00"),
        ]

    assert count_outcomes(responses) == {"201": 5}
    assert cash_in_till(bank, cashier_id) == 9_00
