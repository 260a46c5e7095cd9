"""Transfers, cash and reversals."""

from tests.api_payments import count_till, deposit, fund_till, open_account, receive_cash, reverse, transfer, withdraw
from tests.contract.query_budget_cases.cost import ok
from tests.contract.query_budget_cases.sign_in import sign_in
from tests.hashers import PASSWORD
from transactions.models import DailyTransfers
from users.models import User


def sign_in_with_accounts(browser, person):
    """Signs staff in; opens a funded account of one member and an empty account of another."""
    ok(browser.log_in(person.email))
    owners = [User.objects.create_user(f"holder-{n}@example.com", PASSWORD, full_name="Holder") for n in range(2)]
    numbers = [open_account(browser, owner.pk) for owner in owners]
    ok(deposit(browser, numbers[0], "100.00"), 201)
    return numbers, owners


def cash_deposit(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    return lambda: ok(deposit(browser, numbers[0], "1.00"), 201)


def cash_withdrawal(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    return lambda: ok(withdraw(browser, numbers[0], "1.00"), 201)


def cash_count(browser, person):
    """A count with a difference, which is booked."""
    sign_in_with_accounts(browser, person)
    return lambda: ok(count_till(browser, person.pk, "99.00"), 201)


def till_funding(browser, person):
    sign_in_with_accounts(browser, person)
    ok(receive_cash(browser, "100.00"), 201)
    return lambda: ok(fund_till(browser, person.pk, "1.00"), 201)


def deposit_reversal(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    posted = deposit(browser, numbers[0], "1.00").json()["id"]
    return lambda: ok(reverse(browser, posted), 201)


def first_transfer_to_a_payee(browser, person):
    """A member's transfer to an account that the member has not paid before: with a mail."""
    numbers, owners = sign_in_with_accounts(browser, person)
    member_client = sign_in(owners[0])
    return lambda: ok(transfer(member_client, *numbers, "1.00"), 201)


def member_transfer(browser, person):
    """A member's second transfer to an account, the first of the day."""
    numbers, owners = sign_in_with_accounts(browser, person)
    member_client = sign_in(owners[0])
    ok(transfer(member_client, *numbers, "1.00"), 201)
    DailyTransfers.objects.all().delete()
    return lambda: ok(transfer(member_client, *numbers, "1.00"), 201)


def refused_transfer(browser, person):
    numbers, owners = sign_in_with_accounts(browser, person)
    member_client = sign_in(owners[0])
    return lambda: ok(transfer(member_client, *numbers, "1000.00"), 422)


def replayed_transfer(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    ok(transfer(browser, *numbers, "1.00", key="again"), 201)
    return lambda: ok(transfer(browser, *numbers, "1.00", key="again"), 201)


def reversal(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    posted = transfer(browser, *numbers, "1.00").json()["id"]
    return lambda: ok(reverse(browser, posted), 201)
