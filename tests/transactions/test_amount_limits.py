"""How much at once, and how much a day: exact to the cent, and by the role."""

import pytest

from accounts.models import Account
from tests.contract.shape import is_an_error
from tests.counter import ABSENT, balance_of, deposit, open_account, reverse, transfer, withdraw
from tests.transactions.judging import refusal, traces


@pytest.fixture
def rich(office, account):
    """The member's account, with a million on it."""
    deposit(office, account, "1000000.00")
    return account


def test_cashier_takes_in_pays_out_and_transfers_up_to_the_limit_at_a_time(desk, rich, other):
    for _ in range(2):  # at a time, not a day
        assert withdraw(desk, rich, "10000.00").status_code == 201
        assert transfer(desk, rich, other, "10000.00").status_code == 201
        assert deposit(desk, other, "10000.00").status_code == 201
    assert refusal(withdraw(desk, rich, "10000.01")) == (422, "limit_exceeded")
    assert refusal(transfer(desk, rich, other, "10000.01")) == (422, "limit_exceeded")
    assert [balance_of(desk, number) for number in (rich, other)] == ["960000.00", "40000.00"]


def test_deposit_above_the_limit_of_a_cashier_is_refused_and_leaves_its_key_alone(desk, other):
    before = traces()

    said = is_an_error(deposit(desk, other, "900000000000.00"), 422, "limit_exceeded")

    assert said["error"] == "A cashier may take in, pay out or transfer at most 10000.00 USD at a time."
    assert said["details"] == {"limit": "10000.00", "left": "10000.00"}
    assert [after - was for was, after in zip(before, traces(), strict=True)] == [0, 0, 1, 0]
    assert not Account.objects.filter(type="till").exists()


def test_limit_at_a_time_is_not_for_managers(office, rich, other):
    assert deposit(office, other, "10000.01").status_code == 201
    assert withdraw(office, rich, "10000.01").status_code == 201
    assert transfer(office, rich, other, "500000.00").status_code == 201


def test_both_limits_are_settings(settings, desk, phone, rich, other):
    settings.CASHIER_LIMIT, settings.MEMBER_DAILY_TRANSFER_LIMIT = "5.50", "7.25"
    assert refusal(withdraw(desk, rich, "5.51")) == (422, "limit_exceeded")
    assert withdraw(desk, rich, "5.50").status_code == 201
    assert refusal(transfer(phone, rich, other, "7.26")) == (422, "limit_exceeded")
    assert transfer(phone, rich, other, "7.25").status_code == 201
    assert refusal(deposit(desk, rich, "5.51")) == (422, "limit_exceeded")
    assert deposit(desk, rich, "5.50").status_code == 201


def test_a_member_transfers_up_to_the_limit_a_day(desk, phone, rich, other):
    assert refusal(transfer(phone, rich, other, "10000.01")) == (422, "limit_exceeded")
    assert transfer(phone, rich, other, "6000.00").status_code == 201
    assert refusal(transfer(phone, rich, other, "4000.01")) == (422, "limit_exceeded")
    assert transfer(phone, rich, other, "3999.99").status_code == 201
    assert transfer(phone, rich, other, "0.01").status_code == 201
    assert refusal(transfer(phone, rich, other, "0.01")) == (422, "limit_exceeded")
    assert balance_of(desk, other) == "10000.00"


def test_the_day_is_over_at_midnight_utc(clock, desk, phone, member, rich, other):
    clock.move_to("2026-03-01T23:59:59.999999+00:00")
    phone.log_in(member.email)
    assert transfer(phone, rich, other, "10000.00").status_code == 201
    assert refusal(transfer(phone, rich, other, "0.01")) == (422, "limit_exceeded")
    clock.move_to("2026-03-02T00:00:00+00:00")
    assert transfer(phone, rich, other, "10000.00").status_code == 201
    assert refusal(transfer(phone, rich, other, "0.01")) == (422, "limit_exceeded")


def test_the_day_counts_over_all_accounts_of_a_member_and_for_that_member_alone(
    desk, phone, signed_in, member, stranger, rich, other
):
    second = open_account(desk, member.pk)
    assert transfer(phone, rich, second, "10000.00").status_code == 201
    assert refusal(transfer(phone, second, other, "0.01")) == (422, "limit_exceeded")
    deposit(desk, other, "100.00")
    assert transfer(signed_in(stranger), other, rich, "100.00").status_code == 201


def test_what_staff_transfer_for_a_member_does_not_count(desk, phone, rich, other):
    assert transfer(desk, rich, other, "10000.00").status_code == 201
    assert transfer(phone, rich, other, "10000.00").status_code == 201
    assert transfer(desk, rich, other, "10000.00").status_code == 201


def test_what_was_refused_does_not_count(desk, office, phone, account, other):
    deposit(desk, account, "10000.00")
    assert refusal(transfer(phone, account, other, "10000.01")) == (422, "insufficient_funds")
    office.post(f"/api/accounts/{other}/close/", {"reason": "moved"})
    assert refusal(transfer(phone, account, other, "10000.00")) == (422, "account_closed")
    assert refusal(transfer(phone, account, ABSENT, "10000.00")) == (404, "not_found")
    target = open_account(desk, office.get(f"/api/accounts/{other}/").json()["owner"]["id"])
    assert transfer(phone, account, target, "10000.00").status_code == 201


def test_a_reversal_gives_nothing_of_the_day_back(office, phone, rich, other):
    number = transfer(phone, rich, other, "10000.00").json()["id"]
    assert reverse(office, number).status_code == 201
    assert refusal(transfer(phone, rich, other, "0.01")) == (422, "limit_exceeded")
