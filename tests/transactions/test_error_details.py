"""The figures of a refusal, for clients that act on them: `details`, also of a stored answer that is replayed."""

import pytest

from accounts.models import Account
from tests.contract.shape import is_an_error
from tests.counter import deposit, open_account, reverse, transfer, withdraw
from tests.lending import lend
from tests.loans.lent import repay


def details(answer, code):
    return is_an_error(answer, 422, code).get("details")


def test_insufficient_funds_tell_what_is_available(desk, phone, office, funded, other):
    moved = transfer(phone, funded, other, "88.00").json()["id"]

    assert details(transfer(phone, funded, other, "12.01"), "insufficient_funds") == {"available": "12.00"}
    assert details(withdraw(desk, funded, "12.01"), "insufficient_funds") == {"available": "12.00"}
    assert withdraw(desk, other, "50.00").status_code == 201
    assert details(reverse(office, moved), "insufficient_funds") == {"available": "38.00"}


def test_available_counts_overdraft_and_holds(phone, funded, other):
    Account.objects.filter(number=funded).update(overdraft=50_00, held=20_00)

    assert details(transfer(phone, funded, other, "130.01"), "insufficient_funds") == {"available": "130.00"}
    assert transfer(phone, funded, other, "130.00").status_code == 201


def test_exceeded_limit_of_the_day_tells_limit_and_what_is_left(office, phone, account, other):
    deposit(office, account, "50000.00")

    assert details(transfer(phone, account, other, "10000.01"), "limit_exceeded") == {
        "limit": "10000.00",
        "left": "10000.00",
    }
    transfer(phone, account, other, "9000.50")
    for _ in range(2):  # what was refused counts for nothing
        said = details(transfer(phone, account, other, "999.51"), "limit_exceeded")
        assert said == {"limit": "10000.00", "left": "999.50"}
    assert transfer(phone, account, other, "999.50").status_code == 201
    assert details(transfer(phone, account, other, "0.01"), "limit_exceeded") == {"limit": "10000.00", "left": "0.00"}


def test_limit_that_was_lowered_below_what_was_transferred_leaves_nothing(settings, desk, phone, account, other):
    deposit(desk, account, "500.00")
    transfer(phone, account, other, "200.00")
    settings.MEMBER_DAILY_TRANSFER_LIMIT = "100"

    assert details(transfer(phone, account, other, "1.00"), "limit_exceeded") == {"limit": "100.00", "left": "0.00"}


def test_exceeded_limit_of_a_cashier_tells_it(settings, desk, funded, other):
    settings.CASHIER_LIMIT = "50.5"
    for answer in (
        deposit(desk, funded, "50.51"), withdraw(desk, funded, "50.51"), transfer(desk, funded, other, "50.51"),
    ):  # fmt: skip
        assert details(answer, "limit_exceeded") == {"limit": "50.50", "left": "50.50"}


def test_balance_that_would_be_too_large_tells_nothing_of_the_account(office, funded, other):
    Account.objects.filter(number=other).update(balance=10**18 - 2)

    assert details(transfer(office, funded, other, "0.02"), "balance_too_large") is None


def test_overpayment_tells_what_would_settle_the_loan(phone, funded, member, manager, cashier):
    loan = lend(member, funded, "active", decided_by=manager, paid_out_by=cashier)
    settlement = phone.get(f"/api/loans/{loan.pk}/").json()["settlement_amount"]

    assert details(repay(phone, loan, "1099.00"), "overpayment") == {"settlement_amount": settlement}
    assert repay(phone, loan, settlement).status_code == 201


def test_replay_of_a_refusal_holds_the_same_details(desk, phone, funded, other):
    answers = [transfer(phone, funded, other, "100.01", key="one key")]
    deposit(desk, funded, "100.00")
    answers.append(transfer(phone, funded, other, "100.01", key="one key"))

    assert [details(answer, "insufficient_funds") for answer in answers] == [{"available": "100.00"}] * 2
    assert answers[1].headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(("currency", "available"), [("JPY", "1000"), ("KWD", "1000.000"), ("CLF", "1000.0000")])
def test_figures_have_the_digits_of_the_currency(settings, desk, member, currency, available):
    settings.BANK_CURRENCY = currency
    number = open_account(desk, member.pk)
    deposit(desk, number, "1000")

    assert details(withdraw(desk, number, "1001"), "insufficient_funds") == {"available": available}
