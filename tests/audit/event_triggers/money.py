"""Events of accounts and payments."""

from django.core.management import call_command
from django.test import TestCase, override_settings

from accounts.models import Account
from tests.api_payments import deposit, open_account, reverse, transfer, withdraw
from transactions.models import Transaction


def account_opened(scenario):
    open_account(scenario.signed_in(scenario.cashier), scenario.member.pk)
    return scenario.member, scenario.cashier


def account_frozen(scenario, change="freeze"):
    number = open_account(scenario.signed_in(scenario.cashier), scenario.member.pk)
    scenario.signed_in(scenario.manager).post(f"/api/accounts/{number}/{change}/", {"reason": "asked for"})
    return scenario.member, scenario.manager


def account_unfrozen(scenario):
    account_frozen(scenario)
    scenario.signed_in(scenario.manager).post(
        f"/api/accounts/{Account.objects.get(owner=scenario.member)}/unfreeze/", {"reason": "ok"}
    )
    return scenario.member, scenario.manager


def account_closed(scenario):
    return account_frozen(scenario, "close")


def deposit_posted(scenario):
    cashier_client = scenario.signed_in(scenario.cashier)
    deposit(cashier_client, open_account(cashier_client, scenario.member.pk), "10.00")
    return scenario.member, scenario.cashier


def withdrawal_posted(scenario):
    deposit_posted(scenario)
    withdraw(scenario.signed_in(scenario.cashier), str(Account.objects.get(owner=scenario.member)), "2.50")
    return scenario.member, scenario.cashier


def transfer_posted(scenario):
    deposit_posted(scenario)
    target = open_account(scenario.signed_in(scenario.cashier), scenario.other_member.pk)
    transfer(scenario.signed_in(scenario.member), str(Account.objects.get(owner=scenario.member)), target, "2.50")
    return scenario.member, scenario.member


def transaction_reversed(scenario):
    deposit_posted(scenario)
    reverse(scenario.signed_in(scenario.manager), Transaction.objects.get().pk)
    return scenario.member, scenario.manager


def time_zone_set(_):
    zone = override_settings(BANK_TIME_ZONE="Africa/Nairobi")
    with zone, TestCase.captureOnCommitCallbacks(execute=True):
        call_command("set_time_zone")
    return None, None


def payment_refused(scenario):
    deposit_posted(scenario)
    withdraw(scenario.signed_in(scenario.cashier), str(Account.objects.get(owner=scenario.member)), "11.00")
    return scenario.cashier, scenario.cashier
