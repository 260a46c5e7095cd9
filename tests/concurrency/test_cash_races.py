"""Concurrent payments out of one till or the vault: together they pay out exactly what it holds."""

from functools import partial

import pytest

from tests.api_payments import (
    count_till,
    deposit,
    fund_till,
    pay_out_cash,
    receive_cash,
    return_cash,
    reverse,
    withdraw,
)
from tests.concurrency.bank_fixtures import MANAGER, Bank, cents, money
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, race, run_concurrently
from tests.concurrency.test_money_races import count_conflicts


@pytest.fixture
def bank(server):
    return Bank(server)


def cash_in_till(bank, cashier_id):
    rows = bank.manager.get("/api/tills/").json()["results"]
    return next(cents(row["balance"]) for row in rows if row["cashier"]["id"] == cashier_id)


def cash_in_vault(bank):
    return cents(bank.manager.get("/api/tills/").json()["vault"]["balance"])


def set_vault(bank, amount):
    """Leaves this amount in the vault, which all tests share."""
    held = cash_in_vault(bank)
    if held:
        assert pay_out_cash(bank.manager, money(held)).status_code == 201
    assert receive_cash(bank.manager, money(amount)).status_code == 201


def new_cashier(bank, amount):
    """A new cashier, with this amount in the till; returns e-mail address and id."""
    email, cashier_id = bank.add_person("cashier")
    if amount:
        set_vault(bank, amount)
        assert fund_till(bank.manager, cashier_id, money(amount)).status_code == 201
    return email, cashier_id


def test_last_cash_of_a_till_is_paid_out_exactly_by_20_concurrent_withdrawals(bank):
    email, cashier_id = new_cashier(bank, 100_00)
    numbers = [bank.account("50.00") for _ in range(20)]  # of different members, whose locks do not help
    tabs = bank.tabs(email, 20)

    responses = map_concurrently(partial(withdraw, amount="10.00"), tabs, numbers)

    assert count_outcomes(responses) == {"201": 10, "422 till_insufficient": 10}
    assert cash_in_till(bank, cashier_id) == 0
    assert bank.is_consistent()


def test_reversal_and_withdrawals_share_the_last_cash_of_a_till(bank):
    email, cashier_id = bank.add_person("cashier")
    tabs = bank.tabs(email, 8)
    deposited = deposit(tabs[0], bank.account(), "30.00").json()["id"]
    pay_out = [partial(withdraw, tab, bank.account("50.00"), "30.00") for tab in tabs]

    responses = run_concurrently(*pay_out, partial(reverse, bank.manager, deposited))

    assert count_outcomes(responses) == {"201": 1, "422 till_insufficient": 8}
    assert cash_in_till(bank, cashier_id) == 0
    assert bank.is_consistent()


def test_concurrent_counts_of_a_till_account_for_every_deposit_once(bank):
    email, cashier_id = bank.add_person("cashier")
    *counting, one, other = bank.tabs(email, 6)
    numbers = bank.account(), bank.account()

    def count_three_times(tab):
        return [count_till(tab, cashier_id, "0.00") for _ in range(3)]

    counts = partial(run_concurrently, *(partial(count_three_times, tab) for tab in counting))
    responses, deposits = race(
        counts, partial(deposit, one, numbers[0], "1.00"), partial(deposit, other, numbers[1], "0.10")
    )

    responses = [response for each in responses for response in each]
    assert count_outcomes(responses) == {"201": 12}
    assert [set(count_outcomes(each)) for each in deposits] == [{"201"}, {"201"}]
    expected = sum(cents(response.json()["expected"]) for response in responses)
    assert all(response.json()["difference"] in (f"-{response.json()['expected']}", "0.00") for response in responses)
    assert expected + cash_in_till(bank, cashier_id) == 100 * len(deposits[0]) + 10 * len(deposits[1])
    assert bank.is_consistent()


def test_funding_of_tills_and_payments_out_of_the_vault_share_its_last_cash(bank):
    cashiers = [bank.add_person("cashier")[1] for _ in range(8)]
    set_vault(bank, 100_00)
    tabs = bank.tabs(MANAGER, 16)
    calls = [partial(fund_till, tab, cashier_id, "10.00") for tab, cashier_id in zip(tabs, cashiers, strict=False)]
    calls += [partial(pay_out_cash, tab, "10.00") for tab in tabs[8:]]

    responses = run_concurrently(*calls)

    assert count_outcomes(responses) == {"201": 10, "422 vault_insufficient": 6}
    funded = count_outcomes(responses[:8])["201"]
    assert sum(cash_in_till(bank, cashier_id) for cashier_id in cashiers) == 10_00 * funded
    assert cash_in_vault(bank) == 0
    assert bank.is_consistent()


def test_cash_moved_in_both_directions_beside_withdrawals_and_deposits_does_not_deadlock(bank, server):
    email, cashier_id = new_cashier(bank, 100_00)
    set_vault(bank, 100_00)
    number, other = bank.account("100.00"), bank.account("100.00")
    managers, cashiers = bank.tabs(MANAGER, 8), bank.tabs(email, 8)
    before = count_conflicts(server)
    for _ in range(4):
        calls = [partial((fund_till, return_cash)[i % 2], tab, cashier_id, "1.00") for i, tab in enumerate(managers)]
        calls += [partial(withdraw, tab, (number, other)[i % 2], "1.00") for i, tab in enumerate(cashiers[:4])]
        calls += [partial(deposit, tab, (number, other)[i % 2], "1.00") for i, tab in enumerate(cashiers[4:])]
        assert count_outcomes(run_concurrently(*calls)) == {"201": 16}
    assert count_conflicts(server) == before
    assert (cash_in_till(bank, cashier_id), cash_in_vault(bank)) == (100_00, 100_00)
    assert bank.is_consistent()
