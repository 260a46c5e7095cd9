"""`details` of rejected payments: figures for clients, also in replayed responses."""

import pytest

from accounts.models import Account
from tests.api_payments import deposit, open_account, reverse, transfer, withdraw
from tests.contract.error_assertions import assert_error
from tests.loan_factories import create_loan
from tests.loans.loan_helpers import repay_loan_over_http


def details(response, code):
    return assert_error(response, 422, code).get("details")


def test_insufficient_funds_error_contains_the_available_balance(
    cashier_client, member_client, manager_client, funded_account, other_account
):
    transaction_id = transfer(member_client, funded_account, other_account, "88.00").json()["id"]

    assert details(transfer(member_client, funded_account, other_account, "12.01"), "insufficient_funds") == {
        "available": "12.00"
    }
    assert details(withdraw(cashier_client, funded_account, "12.01"), "insufficient_funds") == {"available": "12.00"}
    assert withdraw(cashier_client, other_account, "50.00").status_code == 201
    assert details(reverse(manager_client, transaction_id), "insufficient_funds") == {"available": "38.00"}


def test_available_balance_in_the_error_includes_overdraft_and_holds(member_client, funded_account, other_account):
    Account.objects.filter(number=funded_account).update(overdraft=50_00, held=20_00)

    assert details(transfer(member_client, funded_account, other_account, "130.01"), "insufficient_funds") == {
        "available": "130.00"
    }
    assert transfer(member_client, funded_account, other_account, "130.00").status_code == 201


def test_daily_limit_error_contains_the_limit_and_the_remaining_amount(
    manager_client, member_client, account, other_account
):
    deposit(manager_client, account, "50000.00")

    assert details(transfer(member_client, account, other_account, "10000.01"), "limit_exceeded") == {
        "limit": "10000.00",
        "left": "10000.00",
    }
    transfer(member_client, account, other_account, "9000.50")
    for _ in range(2):  # rejected transfers do not count
        error_details = details(transfer(member_client, account, other_account, "999.51"), "limit_exceeded")
        assert error_details == {"limit": "10000.00", "left": "999.50"}
    assert transfer(member_client, account, other_account, "999.50").status_code == 201
    assert details(transfer(member_client, account, other_account, "0.01"), "limit_exceeded") == {
        "limit": "10000.00",
        "left": "0.00",
    }


def test_daily_limit_below_the_transferred_amount_leaves_zero(
    settings, cashier_client, member_client, account, other_account
):
    deposit(cashier_client, account, "500.00")
    transfer(member_client, account, other_account, "200.00")
    settings.MEMBER_DAILY_TRANSFER_LIMIT = "100"

    assert details(transfer(member_client, account, other_account, "1.00"), "limit_exceeded") == {
        "limit": "100.00",
        "left": "0.00",
    }


def test_cashier_limit_error_contains_the_limit(settings, cashier_client, funded_account, other_account):
    settings.CASHIER_LIMIT = "50.5"
    for response in (
        deposit(cashier_client, funded_account, "50.51"),
        withdraw(cashier_client, funded_account, "50.51"),
        transfer(cashier_client, funded_account, other_account, "50.51"),
    ):
        assert details(response, "limit_exceeded") == {"limit": "50.50", "left": "50.50"}


def test_balance_too_large_error_reveals_nothing_about_the_account(manager_client, funded_account, other_account):
    Account.objects.filter(number=other_account).update(balance=10**18 - 2)

    assert details(transfer(manager_client, funded_account, other_account, "0.02"), "balance_too_large") is None


def test_overpayment_error_contains_the_payoff_amount(member_client, funded_account, member, manager, cashier):
    loan = create_loan(member, funded_account, "active", decided_by=manager, paid_out_by=cashier)
    payoff_amount = member_client.get(f"/api/loans/{loan.pk}/").json()["settlement_amount"]

    assert details(repay_loan_over_http(member_client, loan, "1099.00"), "overpayment") == {
        "settlement_amount": payoff_amount
    }
    assert repay_loan_over_http(member_client, loan, payoff_amount).status_code == 201


def test_replayed_error_has_the_same_details(cashier_client, member_client, funded_account, other_account):
    responses = [transfer(member_client, funded_account, other_account, "100.01", key="one key")]
    deposit(cashier_client, funded_account, "100.00")
    responses.append(transfer(member_client, funded_account, other_account, "100.01", key="one key"))

    assert [details(response, "insufficient_funds") for response in responses] == [{"available": "100.00"}] * 2
    assert responses[1].headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(("currency", "available"), [("JPY", "1000"), ("KWD", "1000.000"), ("CLF", "1000.0000")])
def test_figures_in_error_details_have_the_digits_of_the_currency(
    settings, cashier_client, member, currency, available
):
    settings.BANK_CURRENCY = currency
    number = open_account(cashier_client, member.pk)
    deposit(cashier_client, number, "1000")

    assert details(withdraw(cashier_client, number, "1001"), "insufficient_funds") == {"available": available}
