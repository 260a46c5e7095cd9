"""How much at once, and how much a day: exact to the cent, and by the role."""

import pytest

from accounts.models import Account
from tests.api_payments import UNKNOWN_ACCOUNT, balance_of, deposit, open_account, reverse, transfer, withdraw
from tests.contract.error_assertions import assert_error
from tests.transactions.assertions import row_counts, status_and_code


@pytest.fixture
def rich(manager_client, account):
    """The member's account, with a million on it."""
    deposit(manager_client, account, "1000000.00")
    return account


def test_cashier_takes_in_pays_out_and_transfers_up_to_the_limit_at_a_time(cashier_client, rich, other_account):
    for _ in range(2):  # at a time, not a day
        assert withdraw(cashier_client, rich, "10000.00").status_code == 201
        assert transfer(cashier_client, rich, other_account, "10000.00").status_code == 201
        assert deposit(cashier_client, other_account, "10000.00").status_code == 201
    assert status_and_code(withdraw(cashier_client, rich, "10000.01")) == (422, "limit_exceeded")
    assert status_and_code(transfer(cashier_client, rich, other_account, "10000.01")) == (422, "limit_exceeded")
    assert [balance_of(cashier_client, number) for number in (rich, other_account)] == ["960000.00", "40000.00"]


def test_deposit_above_the_limit_of_a_cashier_is_refused_and_leaves_its_key_alone(cashier_client, other_account):
    before = row_counts()

    said = assert_error(deposit(cashier_client, other_account, "900000000000.00"), 422, "limit_exceeded")

    assert said["error"] == "A cashier may take in, pay out or transfer at most 10000.00 USD at a time."
    assert said["details"] == {"limit": "10000.00", "left": "10000.00"}
    assert [after - was for was, after in zip(before, row_counts(), strict=True)] == [0, 0, 1, 0]
    assert not Account.objects.filter(type="till").exists()


def test_limit_at_a_time_is_not_for_managers(manager_client, rich, other_account):
    assert deposit(manager_client, other_account, "10000.01").status_code == 201
    assert withdraw(manager_client, rich, "10000.01").status_code == 201
    assert transfer(manager_client, rich, other_account, "500000.00").status_code == 201


def test_both_limits_are_settings(settings, cashier_client, member_client, rich, other_account):
    settings.CASHIER_LIMIT, settings.MEMBER_DAILY_TRANSFER_LIMIT = "5.50", "7.25"
    assert status_and_code(withdraw(cashier_client, rich, "5.51")) == (422, "limit_exceeded")
    assert withdraw(cashier_client, rich, "5.50").status_code == 201
    assert status_and_code(transfer(member_client, rich, other_account, "7.26")) == (422, "limit_exceeded")
    assert transfer(member_client, rich, other_account, "7.25").status_code == 201
    assert status_and_code(deposit(cashier_client, rich, "5.51")) == (422, "limit_exceeded")
    assert deposit(cashier_client, rich, "5.50").status_code == 201


def test_a_member_transfers_up_to_the_limit_a_day(cashier_client, member_client, rich, other_account):
    assert status_and_code(transfer(member_client, rich, other_account, "10000.01")) == (422, "limit_exceeded")
    assert transfer(member_client, rich, other_account, "6000.00").status_code == 201
    assert status_and_code(transfer(member_client, rich, other_account, "4000.01")) == (422, "limit_exceeded")
    assert transfer(member_client, rich, other_account, "3999.99").status_code == 201
    assert transfer(member_client, rich, other_account, "0.01").status_code == 201
    assert status_and_code(transfer(member_client, rich, other_account, "0.01")) == (422, "limit_exceeded")
    assert balance_of(cashier_client, other_account) == "10000.00"


def test_the_day_is_over_at_midnight_utc(clock, cashier_client, member_client, member, rich, other_account):
    clock.move_to("2026-03-01T23:59:59.999999+00:00")
    member_client.log_in(member.email)
    assert transfer(member_client, rich, other_account, "10000.00").status_code == 201
    assert status_and_code(transfer(member_client, rich, other_account, "0.01")) == (422, "limit_exceeded")
    clock.move_to("2026-03-02T00:00:00+00:00")
    assert transfer(member_client, rich, other_account, "10000.00").status_code == 201
    assert status_and_code(transfer(member_client, rich, other_account, "0.01")) == (422, "limit_exceeded")


def test_the_day_counts_over_all_accounts_of_a_member_and_for_that_member_alone(
    cashier_client, member_client, signed_in, member, other_member, rich, other_account
):
    second = open_account(cashier_client, member.pk)
    assert transfer(member_client, rich, second, "10000.00").status_code == 201
    assert status_and_code(transfer(member_client, second, other_account, "0.01")) == (422, "limit_exceeded")
    deposit(cashier_client, other_account, "100.00")
    assert transfer(signed_in(other_member), other_account, rich, "100.00").status_code == 201


def test_what_staff_transfer_for_a_member_does_not_count(cashier_client, member_client, rich, other_account):
    assert transfer(cashier_client, rich, other_account, "10000.00").status_code == 201
    assert transfer(member_client, rich, other_account, "10000.00").status_code == 201
    assert transfer(cashier_client, rich, other_account, "10000.00").status_code == 201


def test_what_was_refused_does_not_count(cashier_client, manager_client, member_client, account, other_account):
    deposit(cashier_client, account, "10000.00")
    assert status_and_code(transfer(member_client, account, other_account, "10000.01")) == (422, "insufficient_funds")
    manager_client.post(f"/api/accounts/{other_account}/close/", {"reason": "moved"})
    assert status_and_code(transfer(member_client, account, other_account, "10000.00")) == (422, "account_closed")
    assert status_and_code(transfer(member_client, account, UNKNOWN_ACCOUNT, "10000.00")) == (404, "not_found")
    target = open_account(cashier_client, manager_client.get(f"/api/accounts/{other_account}/").json()["owner"]["id"])
    assert transfer(member_client, account, target, "10000.00").status_code == 201


def test_a_reversal_gives_nothing_of_the_day_back(manager_client, member_client, rich, other_account):
    number = transfer(member_client, rich, other_account, "10000.00").json()["id"]
    assert reverse(manager_client, number).status_code == 201
    assert status_and_code(transfer(member_client, rich, other_account, "0.01")) == (422, "limit_exceeded")
