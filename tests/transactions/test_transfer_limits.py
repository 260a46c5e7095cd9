"""`GET /api/transactions/limits/`: what a member may still transfer today, and what staff may transfer at a time."""

import pytest

from tests.api_payments import deposit, transfer
from tests.contract.error_assertions import assert_error
from tests.transactions.assertions import status_and_code
from transactions.payments.limits import DayTotal

LIMITS = "/api/transactions/limits/"


def get_limits(browser):
    response = browser.get(LIMITS)
    assert response.status_code == 200, response.content
    return response.json()


def test_limit_of_a_member_is_that_of_the_day_and_what_is_left(
    clock, settings, cashier_client, member_client, funded_account, other_account
):
    settings.MEMBER_DAILY_TRANSFER_LIMIT = "50"
    assert get_limits(member_client) == {"transfer": {"limit": "50.00", "left": "50.00"}}
    assert transfer(member_client, funded_account, other_account, "12.34").status_code == 201
    assert transfer(cashier_client, funded_account, other_account, "1.00").status_code == 201

    assert get_limits(member_client) == {"transfer": {"limit": "50.00", "left": "37.66"}}
    assert status_and_code(transfer(member_client, funded_account, other_account, "37.67")) == (422, "limit_exceeded")
    assert get_limits(member_client)["transfer"]["left"] == "37.66"

    clock.move_to("2026-03-02T00:00:00+00:00")
    member_client.log_in("member@example.com")
    assert get_limits(member_client)["transfer"]["left"] == "50.00"


def test_limit_that_is_lowered_below_what_was_transferred_leaves_nothing(
    settings, member_client, funded_account, other_account
):
    assert transfer(member_client, funded_account, other_account, "12.34").status_code == 201
    settings.MEMBER_DAILY_TRANSFER_LIMIT = "10"

    assert get_limits(member_client) == {"transfer": {"limit": "10.00", "left": "0.00"}}


def test_transfers_of_other_members_do_not_use_up_the_limit(
    cashier_client, member_client, signed_in, other_member, other_account, account
):
    deposit(cashier_client, other_account, "5.00")
    assert transfer(signed_in(other_member), other_account, account, "5.00").status_code == 201

    assert get_limits(member_client) == {"transfer": {"limit": "10000.00", "left": "10000.00"}}


def test_limit_of_a_cashier_is_that_of_one_transfer(settings, cashier_client, funded_account, other_account):
    settings.CASHIER_LIMIT = "60"
    assert transfer(cashier_client, funded_account, other_account, "60.00").status_code == 201

    assert get_limits(cashier_client) == {"transfer": {"limit": "60.00", "left": "60.00"}}


def test_managers_and_the_administrator_have_no_limit(signed_in, manager, administrator):
    for person in (manager, administrator):
        assert get_limits(signed_in(person)) == {"transfer": {"limit": None, "left": None}}


def test_limits_have_the_digits_of_the_currency(settings, member_client, db):
    settings.BANK_CURRENCY, settings.MEMBER_DAILY_TRANSFER_LIMIT = "JPY", "1000000"

    assert get_limits(member_client) == {"transfer": {"limit": "1000000", "left": "1000000"}}


def test_limits_without_a_token_are_401(browser):
    assert_error(browser.get(LIMITS), 401, "not_authenticated")


@pytest.mark.parametrize("query", ["currency=USD", "account=1"])
def test_unknown_parameter_of_the_limits_is_400(member_client, query):
    assert_error(member_client.get(f"{LIMITS}?{query}"), 400, "invalid_request")


def test_total_of_a_day_that_has_not_been_read_is_not_judged():
    with pytest.raises(RuntimeError):
        DayTotal(1).check("USD")
