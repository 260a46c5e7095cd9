"""Limits per transaction for cashiers, and per day for members."""

import pytest

from accounts.models import Account
from tests.api_payments import UNKNOWN_ACCOUNT, balance_of, deposit, open_account, reverse, transfer, withdraw
from tests.cash import put_cash_in_till
from tests.contract.error_assertions import assert_error
from tests.transactions.assertions import row_counts, status_and_code


@pytest.fixture
def rich_account(manager_client, account):
    """The member's account with a balance of one million."""
    deposit(manager_client, account, "1000000.00")
    return account


def test_cashier_limit_applies_to_each_deposit_withdrawal_and_transfer(
    cashier, cashier_client, rich_account, other_account
):
    put_cash_in_till(cashier, 10_000_00)
    for _ in range(2):  # the limit is per transaction, not per day
        assert withdraw(cashier_client, rich_account, "10000.00").status_code == 201
        assert transfer(cashier_client, rich_account, other_account, "10000.00").status_code == 201
        assert deposit(cashier_client, other_account, "10000.00").status_code == 201
    assert status_and_code(withdraw(cashier_client, rich_account, "10000.01")) == (422, "limit_exceeded")
    assert status_and_code(transfer(cashier_client, rich_account, other_account, "10000.01")) == (422, "limit_exceeded")
    assert [balance_of(cashier_client, number) for number in (rich_account, other_account)] == ["960000.00", "40000.00"]


def test_deposit_above_the_cashier_limit_is_rejected_and_stores_only_its_key(cashier_client, other_account):
    before = row_counts()

    error = assert_error(deposit(cashier_client, other_account, "900000000000.00"), 422, "limit_exceeded")

    assert error["error"] == "A cashier may take in, pay out or transfer at most 10000.00 USD at a time."
    assert error["details"] == {"limit": "10000.00", "left": "10000.00"}
    assert [after - previous for previous, after in zip(before, row_counts(), strict=True)] == [0, 0, 1, 0]
    assert not Account.objects.filter(type="till").exists()


def test_cashier_limit_does_not_apply_to_managers(manager_client, rich_account, other_account):
    assert deposit(manager_client, other_account, "10000.01").status_code == 201
    assert withdraw(manager_client, rich_account, "10000.01").status_code == 201
    assert transfer(manager_client, rich_account, other_account, "500000.00").status_code == 201


def test_cashier_limit_and_daily_limit_are_settings(
    settings, cashier, cashier_client, member_client, rich_account, other_account
):
    put_cash_in_till(cashier, 10_00)
    settings.CASHIER_LIMIT, settings.MEMBER_DAILY_TRANSFER_LIMIT = "5.50", "7.25"
    assert status_and_code(withdraw(cashier_client, rich_account, "5.51")) == (422, "limit_exceeded")
    assert withdraw(cashier_client, rich_account, "5.50").status_code == 201
    assert status_and_code(transfer(member_client, rich_account, other_account, "7.26")) == (422, "limit_exceeded")
    assert transfer(member_client, rich_account, other_account, "7.25").status_code == 201
    assert status_and_code(deposit(cashier_client, rich_account, "5.51")) == (422, "limit_exceeded")
    assert deposit(cashier_client, rich_account, "5.50").status_code == 201


def test_member_transfers_are_limited_per_day(cashier_client, member_client, rich_account, other_account):
    assert status_and_code(transfer(member_client, rich_account, other_account, "10000.01")) == (422, "limit_exceeded")
    assert transfer(member_client, rich_account, other_account, "6000.00").status_code == 201
    assert status_and_code(transfer(member_client, rich_account, other_account, "4000.01")) == (422, "limit_exceeded")
    assert transfer(member_client, rich_account, other_account, "3999.99").status_code == 201
    assert transfer(member_client, rich_account, other_account, "0.01").status_code == 201
    assert status_and_code(transfer(member_client, rich_account, other_account, "0.01")) == (422, "limit_exceeded")
    assert balance_of(cashier_client, other_account) == "10000.00"


def test_daily_limit_resets_at_midnight_utc(clock, cashier_client, member_client, member, rich_account, other_account):
    clock.move_to("2026-03-01T23:59:59.999999+00:00")
    member_client.log_in(member.email)
    assert transfer(member_client, rich_account, other_account, "10000.00").status_code == 201
    assert status_and_code(transfer(member_client, rich_account, other_account, "0.01")) == (422, "limit_exceeded")
    clock.move_to("2026-03-02T00:00:00+00:00")
    assert transfer(member_client, rich_account, other_account, "10000.00").status_code == 201
    assert status_and_code(transfer(member_client, rich_account, other_account, "0.01")) == (422, "limit_exceeded")


def test_daily_limit_is_per_member_and_covers_all_their_accounts(
    cashier_client, member_client, signed_in, member, other_member, rich_account, other_account
):
    second = open_account(cashier_client, member.pk)
    assert transfer(member_client, rich_account, second, "10000.00").status_code == 201
    assert status_and_code(transfer(member_client, second, other_account, "0.01")) == (422, "limit_exceeded")
    deposit(cashier_client, other_account, "100.00")
    assert transfer(signed_in(other_member), other_account, rich_account, "100.00").status_code == 201


def test_transfers_by_staff_do_not_count_towards_the_daily_limit(
    cashier_client, member_client, rich_account, other_account
):
    assert transfer(cashier_client, rich_account, other_account, "10000.00").status_code == 201
    assert transfer(member_client, rich_account, other_account, "10000.00").status_code == 201
    assert transfer(cashier_client, rich_account, other_account, "10000.00").status_code == 201


def test_rejected_transfers_do_not_count_towards_the_daily_limit(
    cashier_client, manager_client, member_client, account, other_account
):
    deposit(cashier_client, account, "10000.00")
    assert status_and_code(transfer(member_client, account, other_account, "10000.01")) == (422, "insufficient_funds")
    manager_client.post(f"/api/accounts/{other_account}/close/", {"reason": "moved"})
    assert status_and_code(transfer(member_client, account, other_account, "10000.00")) == (422, "account_closed")
    assert status_and_code(transfer(member_client, account, UNKNOWN_ACCOUNT, "10000.00")) == (404, "not_found")
    target = open_account(cashier_client, manager_client.get(f"/api/accounts/{other_account}/").json()["owner"]["id"])
    assert transfer(member_client, account, target, "10000.00").status_code == 201


def test_reversal_does_not_restore_the_daily_limit(manager_client, member_client, rich_account, other_account):
    number = transfer(member_client, rich_account, other_account, "10000.00").json()["id"]
    assert reverse(manager_client, number).status_code == 201
    assert status_and_code(transfer(member_client, rich_account, other_account, "0.01")) == (422, "limit_exceeded")
